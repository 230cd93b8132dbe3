"""What a drawing (SVG) may be made of, in a figure as in an electronic book."""

# Elements that draw. Scripts, styles, links, foreign objects and animation are not among them.
DRAWN = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "title",
        "desc",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "pattern",
        "marker",
        "symbol",
        "use",
    ]
)
