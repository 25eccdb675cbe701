"""Run the experiments whose code has changed, judge their claims, draw their figures: python -m scripts.build --help"""

import sys


def main():
    try:
        from scripts.engine.main import main
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("scripts", "snippets"):
            raise
        print(f"error: {error}. `make site` sets the environment up; then: .venv/bin/python -m ...", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nstopped before anything began", file=sys.stderr)
        return 130
    return main()


if __name__ == "__main__":
    sys.exit(main())
