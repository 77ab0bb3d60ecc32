import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "trends"
HEAVY = {"polars", "plotly", "torch", "sklearn", "bertopic", "umap", "hdbscan", "pandas", "scipy", "sentence_transformers"}


def modules_after(statement: str) -> set[str]:
    """Run a statement in a new interpreter and return the top-level modules that it loaded."""
    code = f"import sys\ntry:\n    {statement}\nexcept SystemExit:\n    pass\nprint('\\n'.join(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {line.split(".")[0] for line in done.stdout.splitlines()}


def test_the_import_contracts_hold():
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=SOURCE.parents[1], capture_output=True, text=True)  # it mutes loggers
    assert done.returncode == 0, done.stdout


def test_the_package_runs_as_a_module():
    told = subprocess.run([sys.executable, "-m", "trends", "--version"], check=True, capture_output=True, text=True).stdout
    assert told.startswith("trends ")


@pytest.mark.parametrize("statement", ["import trends", "import trends.cli; trends.cli.main(['--help'])"])
def test_importing_and_asking_for_help_load_nothing_heavy(statement):
    assert not modules_after(statement) & HEAVY


def test_settings_load_no_model_library():
    assert not modules_after("import trends.config; trends.config.Config()") & (HEAVY - {"polars", "scipy"})


def test_every_file_and_public_function_says_what_it_is_for():
    silent = []
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree):
            silent.append(path.name)
        public = (
            node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        )
        silent += [f"{path.name}: {node.name}" for node in public if not ast.get_docstring(node)]
    assert silent == []


def test_public_names_resolve_and_a_wrong_one_is_an_attribute_error():
    import trends

    assert all(getattr(trends, name) is not None for name in trends.__all__)
    assert callable(trends.study)
    with pytest.raises(AttributeError, match="no attribute 'topcis'"):
        trends.topcis  # noqa: B018
