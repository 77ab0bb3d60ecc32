"""Texts to phrases, phrases to terms and labels of topics; the papers that stand for a topic."""
