"""A result as one HTML file by itself, without scripts or anything from outside."""

from __future__ import annotations

import html

_STYLE = """
*{box-sizing:border-box}
body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:#1b1b1b;background:#fff;
overflow-wrap:anywhere}
main{max-width:68rem;margin:auto;padding:1.25rem}
h1{font-size:1.35rem;margin:0 0 .5rem}h2{font-size:1.05rem;margin:1.75rem 0 .25rem}
h3{font-size:.95rem;margin:0}h4{font-size:.8rem;margin:0 0 .25rem;color:#555;font-weight:600}
p{margin:.2rem 0}section{border-top:1px solid #ccc;padding:.9rem 0}section h2{margin:0 0 .3rem}
section>p[lang]{white-space:pre-wrap}
.sum{padding:.6rem .8rem;border-radius:.4rem;font-weight:600}
.sum.wrong{background:#fdecea;color:#7a0c07}.sum.right{background:#e6f6eb;color:#0b5128}
.wrong h3{color:#8c1a11}.right h3{color:#0b5128}.note{max-width:48rem}
.two{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem;margin-top:.5rem}.two>div{min-width:0}
.at{font-size:.85rem;color:#555}
blockquote{margin:.3rem 0 0;padding:.1rem 0 .1rem .8rem;border-left:3px solid #bbb;
white-space:pre-wrap}
del{background:#fde2e1;color:#7a0c07;text-decoration:underline}
ins{background:#fff0b8;color:#5a3d00;text-decoration:underline}
.counts del,.counts~section del{text-decoration:line-through}
@media(max-width:40rem){.two{grid-template-columns:1fr;gap:.7rem}main{padding:.9rem}}
@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}h4,.at{color:#b5b5b5}
section{border-color:#444}.wrong h3{color:#ffb4ae}.right h3{color:#a6f0bf}
.sum.wrong{background:#4a1512;color:#ffd9d5}.sum.right{background:#0f3d20;color:#c9f7d8}
del{background:#4a1512;color:#ffb4ae}ins{background:#4d3d00;color:#ffe69a}}
""".replace("\n", "")


def page(title: str, heading: str, body: str) -> str:
    """The file; `title` and `heading` are escaped here, `body` is HTML already."""
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        "<meta http-equiv='Content-Security-Policy' "
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{html.escape(heading)}</h1>{body}</main></body></html>\n"
    )
