"""The frozen program starts here; `python -m installers` does the same."""

from installers.program import main

if __name__ == "__main__":
    main()
