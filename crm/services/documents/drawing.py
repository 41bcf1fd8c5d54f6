"""The process that draws: questions in through a pipe, answers out through another."""

from __future__ import annotations

import pickle
import sys


def main() -> None:
    """Draw what is asked, one thing after another; tell failures as they are."""
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    # Whatever prints must not print into an answer.
    sys.stdout = sys.stderr
    while True:
        try:
            draw = pickle.load(questions)  # noqa: S301  the program that began us
        except EOFError:
            return
        try:
            answer = True, draw()
        except Exception as failure:  # noqa: BLE001  whoever asked raises it
            answer = False, failure
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    main()
