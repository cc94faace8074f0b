"""Write the JSON Schema of an exported register: `python docs/make_schema.py`."""

import json
from pathlib import Path

from engtrack.exchange.register_file import schema

if __name__ == "__main__":
    text = json.dumps(schema(), indent=2, ensure_ascii=False)
    (Path(__file__).parent / "register.schema.json").write_text(f"{text}\n", encoding="utf-8")
