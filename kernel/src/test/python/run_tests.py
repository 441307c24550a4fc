"""Runs the test files beside this one, or those of another folder, and prints one line for each test:

    ok|failed|skipped<TAB>test<TAB>detail, with \\n for line breaks
"""

import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))


class Lines(unittest.TestResult):
    def line(self, outcome, test, detail=""):
        detail = str(detail).replace("\\", "\\\\").replace("\n", "\\n")
        print("\t".join((outcome, test.id(), detail)), flush=True)

    def addSuccess(self, test):
        self.line("ok", test)

    def addFailure(self, test, err):
        self.line("failed", test, self._exc_info_to_string(err, test))

    addError = addFailure

    def addSkip(self, test, reason):
        self.line("skipped", test, reason)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.addFailure(subtest, err)


if __name__ == "__main__":
    sys.path.insert(0, HERE)
    pattern = sys.argv[1] if len(sys.argv) > 1 else "test_*.py"
    folder = sys.argv[2] if len(sys.argv) > 2 else HERE
    unittest.defaultTestLoader.discover(folder, pattern).run(Lines())
