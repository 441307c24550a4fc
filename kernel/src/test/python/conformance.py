"""Jupyter's own conformance suite, with every sample that it knows."""

import os

import jupyter_kernel_test

from kerneltest import manager


class Conformance(jupyter_kernel_test.KernelTests):
    kernel_name = "java"
    language_name = "java"
    file_extension = ".jshell"

    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("oops");'
    completion_samples = [
        {"text": "Math.ab", "matches": {"abs", "absExact"}},
        {"text": "System.out.printl", "matches": {"println"}},
    ]
    complete_code_samples = ["1 + 1", "int x = 3;", "int f(int a) {\n  return a;\n}", "%time 1", ""]
    incomplete_code_samples = ["int f(int a) {", "for (int i = 0;", "1 +", 'var s = """\n a']
    invalid_code_samples = ["int x = ];", "1 + ]", "class 7 {}", "}"]
    code_page_something = "Math.max?"
    code_generate_error = "int zero = 0;\n1 / zero"
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": '"a" + 1', "result": "a1"},
        {"code": "Math.abs(-7)", "result": "7"},
    ]
    code_display_data = [
        {"code": 'display("text")', "mime": "text/plain"},
        {"code": 'display("<b>x</b>", "text/html")', "mime": "text/html"},
        {
            "code": "display(new java.awt.image.BufferedImage(2, 2, 1))",
            "mime": "image/png",
        },
    ]
    code_history_pattern = "1 + ?*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max"
    code_clear_output = "clearOutput();"

    @classmethod
    def setUpClass(cls):
        cls.km = manager()
        # Without the history of other sessions: the suite counts what it finds.
        cls.km.start_kernel(env=dict(os.environ, DEMITASSE_HISTORY=""))
        cls.kc = cls.km.client()
        cls.kc.start_channels()
        cls.kc.wait_for_ready(timeout=60)


