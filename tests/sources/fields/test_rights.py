import time

import pytest

from trends.sources.fields.rights import without_rights


@pytest.mark.parametrize(
    "abstract",
    [
        "We walk. © 2023 Elsevier Ltd. All rights reserved.",
        "We walk. (C) 2019 Elsevier B.V. All rights reserved.",
        "We walk.© 2017, Springer.",
        "We walk. © The Author(s) 2018.",
        "We walk. Copyright (c) 2021 ACM",
        "We walk. © 2022 by the authors. Licensee MDPI, Basel, Switzerland.",
        "We walk. Copyright © 2022 The Authors. Published by Elsevier B.V. This is an open access article.",
        "We walk. This article is protected by copyright. All rights reserved.",
        "© 2015 IEEE. We walk.",
        "© 2015 Elsevier B.V. All rights reserved. We walk.",
        "© 2023, The Author(s), under exclusive licence to Springer Nature Switzerland AG. We walk.",
        "© Springer International Publishing Switzerland 2016. We walk.",
        "Copyright 2021 ACM. We walk.",
        "We walk. Copyright 2021 ACM.",
        "We walk. Copyright 2003 by the authors.",
        "We walk. Copyright, 2009 Association for Computational Linguistics",
        "We walk. Copyright 2014 J. Smith. All rights reserved.",
        "We walk. COPYRIGHT 2014 ELSEVIER LTD.",
        "© 2015 IEEE. We\n walk. © 2015 IEEE.",
    ],
)
def test_a_notice_before_or_behind_an_abstract_is_taken_off(abstract):
    assert without_rights(abstract) == "We walk."


@pytest.mark.parametrize(
    "notice", ["© 2020 IEEE.", "© 2022 by the authors. Licensee MDPI, Basel, Switzerland.", "(c) 2019 ACM. All rights reserved."]
)
def test_an_abstract_that_is_only_a_notice_becomes_empty(notice):
    assert without_rights(notice) == ""


@pytest.mark.parametrize(
    "abstract",
    [
        "(a) We walk. (b) We run. (c) We used data of 2019.",
        "Copyright law of 2019 matters.",
        "We study copyright notices such as (c) 2019 and others.",
        "The sign © is old.",
        "Copyright. We study it.",
        "We study 3 laws. Copyright 2019 directive changed text mining, which we examine here.",
        "Copyright 2019 directive of the press changed text mining. We examine it.",
    ],
)
def test_a_text_about_copyright_stays(abstract):
    assert without_rights(abstract) == abstract


def test_a_sign_far_from_the_end_takes_nothing_off():
    abstract = "A mark like © 2019 is a topic. " + "We go on about it. " * 30
    assert without_rights(abstract) == abstract.strip()


@pytest.mark.parametrize("part", ["© ", "(c) ", "Copyright ", ". ", " ", "© 2019", "© 2019 x. All rights reserved. ", "a."])
def test_no_text_takes_long(part):
    began = time.process_time()
    without_rights(part * (50_000 // len(part)))
    assert time.process_time() - began < 5
