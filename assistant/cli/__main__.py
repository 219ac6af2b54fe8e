"""`python -m assistant.cli`: the same command where no script is installed."""

import sys

from assistant.cli.main import main

sys.exit(main())
