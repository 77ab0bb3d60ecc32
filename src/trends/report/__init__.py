"""Charts and sentences become one HTML file that explains itself and needs no network."""

from trends.report.chapters import Chapter
from trends.report.content import Content
from trends.report.figures import hide_papers
from trends.report.finding import Finding
from trends.report.latex import to_latex
from trends.report.render import render, render_site
from trends.report.story import Story, find_story

__all__ = ["Chapter", "Content", "Finding", "Story", "find_story", "hide_papers", "render", "render_site", "to_latex"]
