"""`python -m igu_xl` is the same as `igu`."""

from igu_xl.cli import main

if __name__ == "__main__":
    main()
