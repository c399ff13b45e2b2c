"""The pictures on README's first page: taken out of the outputs that the notebooks hold.

notebooks/run --save takes them anew; so does, at any time: python3 lib/pictures.py
"""

import base64
import json

import commands

HERE = commands.ROOT / "notebooks"
IMAGES = HERE / "images"
PICTURES = {  # the notebook and the cell that drew it
    "three-ways-to-wait.png": ("02-genres", "timeline"),
    "a-blocked-loop.png": ("05-event-loop", "blocked"),
    "speed-up.png": ("07-powers", "speed-up"),
}


def take(path):
    """Write the pictures that README has of this notebook."""
    for file, (name, cell) in PICTURES.items():
        if path == HERE / f"{name}.ipynb":
            IMAGES.mkdir(exist_ok=True)
            (IMAGES / file).write_bytes(drawn(path, cell))


def drawn(path, cell):
    """The first picture that a cell of a notebook has drawn."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    outputs = next((c["outputs"] for c in notebook["cells"] if c["id"] == cell), [])
    for output in outputs:
        if "image/png" in output.get("data", {}):
            return base64.b64decode("".join(output["data"]["image/png"]))
    raise commands.Problem(f"{path.name} holds no picture in its cell '{cell}': lib/pictures.py "
                           "names another for README.md.")


def main():
    for name in {name for name, _ in PICTURES.values()}:
        take(HERE / f"{name}.ipynb")


if __name__ == "__main__":
    commands.command(main)
