"""Gradio's own components in our colours and type: system fonts, one accent, nothing fetched from
anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.signs import visible

if TYPE_CHECKING:
    from gradio.themes import Base

FONT = (
    "ui-sans-serif",
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "Roboto",
    "Helvetica Neue",
    "Arial",
    "sans-serif",
)
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


def drawn(html: str) -> str:
    """Self-built HTML as a `gr.Markdown` shows it: on one line, because an empty one would end it
    and begin Markdown; signs that act are marks.
    """
    return visible(html).replace("\r", "").replace("\n", "&#10;")


_COLOURS = {
    "body_background_fill": "#faf9f7",
    "body_background_fill_dark": "#141617",
    "body_text_color": "#1b1f22",
    "body_text_color_dark": "#eceae6",
    "button_primary_background_fill": "#0e6467",
    "button_primary_background_fill_hover": "#0b5154",
    "button_primary_background_fill_dark": "#8fd3d3",
    "button_primary_background_fill_hover_dark": "#b4e3e3",
    "button_primary_text_color": "#ffffff",
    "button_primary_text_color_dark": "#0b2324",
    "input_background_fill": "#ffffff",
    "input_background_fill_dark": "#1d2022",
    "input_border_color": "#8b8780",
    "input_border_color_dark": "#6d7377",
    "input_border_color_focus": "#0e6467",
    "input_border_color_focus_dark": "#8fd3d3",
    "input_placeholder_color": "#6a665f",
    "input_placeholder_color_dark": "#a5a29c",
    "block_background_fill": "transparent",
    "block_background_fill_dark": "transparent",
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_label_text_color": "#1b1f22",
    "block_label_text_color_dark": "#eceae6",
}


def theme() -> Base:
    """The theme that every mounted page takes."""
    import gradio as gr
    from gradio.themes.utils import colors, sizes

    accent = colors.Color(
        name="accent",
        c50="#eef6f6",
        c100="#d7ebeb",
        c200="#aed6d6",
        c300="#7dbcbc",
        c400="#4a9c9d",
        c500="#1f7c7e",
        c600="#0e6467",
        c700="#0b5154",
        c800="#0a4245",
        c900="#093638",
        c950="#052122",
    )
    made = gr.themes.Base(
        primary_hue=accent,
        secondary_hue=accent,
        neutral_hue=colors.stone,
        radius_size=sizes.radius_md,
        text_size=sizes.text_lg,
        font=FONT,
        font_mono=MONO,
    )
    return made.set(**_COLOURS)
