"""Widgets on the kernel that the course installs, as a front end speaks with them."""

import json
import os
import time
import unittest

from kerneltest import manager
from test_subshells import Beside, streams

MODULE = os.path.join(os.path.dirname(os.path.abspath(__file__)), *"../../../../widgets".split("/"))
SCHEMA = os.path.join(MODULE, "src", "main", "schema", "jupyterwidgetmodels.latest.json")
LEFT_OUT = ("DOMWidget", "Controller", "ControllerAxis", "ControllerButton")
IS_NIGHTLY = os.environ.get("DEMITASSE_NIGHTLY") == "true"
SECONDS = 10 if IS_NIGHTLY else 2
A_SECOND = 200


def controls():
    """The name of each control, with one of its attributes that takes any text or truth value."""
    with open(SCHEMA) as file:
        for spec in json.load(file):
            name = spec["model"]["name"].removesuffix("Model")
            if name not in LEFT_OUT:
                yield name, settable(spec["attributes"])


def settable(attributes):
    for kind in ("string", "bool"):
        for attribute in attributes:
            types = attribute["type"]
            types = types if isinstance(types, list) else [types]
            name = attribute["name"]
            if kind in types and "enum" not in attribute and not name.startswith("_"):
                if name not in ("value", "format", "readout_format", "msg_id", "placement"):
                    return name, kind
    return None, None  # a link


def camel(name):
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


class Widgets(Beside):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        client = cls("defaultTestResult")
        client.ok(
            "import demitasse.widgets.*;\nimport static demitasse.widgets.Widgets.*;\n"
            "Widget shown; int clicks; List<Integer> seen = Collections.synchronizedList(new ArrayList<>());"
        )

    def opened(self, result, model):
        """The id and the state of the widget of this model that a cell has opened last."""
        opened = [c for c in result.contents("comm_open") if c["target_name"] == "jupyter.widget"]
        ours = [c for c in opened if c["data"]["state"]["_model_name"] == model]
        return ours[-1]["comm_id"], ours[-1]["data"]["state"]

    def update(self, comm, **state):
        data = {"method": "update", "state": state, "buffer_paths": []}
        return self.message(comm, data)

    def told(self, msg_id, method):
        messages = [m for m in self.idle(msg_id) if m["msg_type"] == "comm_msg"]
        datas = [m["content"]["data"] for m in messages]
        return [data["state"] for data in datas if data["method"] == method]

    def test_every_control_opens_changes_on_both_sides_answers_and_closes(self):
        for name, (attribute, kind) in controls():
            with self.subTest(name):
                self.control_goes_round(name, attribute, kind)

    def control_goes_round(self, name, attribute, kind):
        result = self.ok("shown = new demitasse.widgets.%s();\nshow(shown);" % name)
        comm, state = self.opened(result, name + "Model")
        views = [c["data"] for c in result.contents("display_data")]
        self.assertEqual(
            comm, views[0]["application/vnd.jupyter.widget-view+json"]["model_id"], views
        )
        if attribute:
            self.attribute_goes_round(name, comm, state, attribute, kind)
        closed = self.ok("shown.close();").contents("comm_close")
        self.assertEqual([comm], [c["comm_id"] for c in closed])
        self.assertIn("is closed", self.fails("show(shown);").traceback)

    def attribute_goes_round(self, name, comm, state, attribute, kind):
        texts = ("red", "blue") if attribute.endswith("_color") else ("theirs", "ours")
        theirs = texts[0] if kind == "string" else not state[attribute]
        self.assertEqual(
            [{attribute: theirs}], self.told(self.update(comm, **{attribute: theirs}), "echo_update")
        )
        asked = self.told(self.message(comm, {"method": "request_state"}), "update")
        self.assertEqual(state.keys(), asked[0].keys())
        self.assertEqual(theirs, asked[0][attribute])
        ours = texts[1] if kind == "string" else state[attribute]
        code = json.dumps(ours)
        call = "((demitasse.widgets.%s) shown).%s(%s);" % (name, camel(attribute), code)
        sent = [c["data"] for c in self.ok(call).contents("comm_msg") if c["comm_id"] == comm]
        self.assertEqual([{attribute: ours}], [data["state"] for data in sent])

    def test_what_an_observer_prints_and_throws_belongs_to_its_message(self):
        result = self.ok(
            "var loud = new IntSlider();\n"
            'loud.onValue(v -> System.out.println("inverse " + 12 / v)).onValue(seen::add);\nshow(loud);'
        )
        comm, _ = self.opened(result, "IntSliderModel")
        cell = self.execute("Thread.sleep(1500);")
        self.until(cell, lambda seen: bool(seen))
        self.assertEqual("inverse 4\n", streams(self.idle(self.update(comm, value=3))))
        errors = [m["content"] for m in self.idle(self.update(comm, value=0)) if m["msg_type"] == "error"]
        self.assertEqual(["java.lang.ArithmeticException"], [e["ename"] for e in errors])
        self.assertEqual("inverse 3\n", streams(self.idle(self.update(comm, value=4))))
        self.assertEqual("", streams(self.idle(cell)))
        self.answer(cell)
        self.assertEqual("[3, 0, 4]", self.ok("seen.subList(seen.size() - 3, seen.size())").value)
        errors = [m for m in self.idle(self.update(comm, value="x")) if m["msg_type"] == "error"]
        self.assertIn("IntSlider: the front end's value: x is not a whole number", errors[0]["content"]["evalue"])

    def test_an_output_takes_all_that_its_code_shows(self):
        cell = self.execute(
            "var out = new Output();\nvar again = new Button();\nshow(again);\nout.capture(() -> {\n"
            '  System.out.println("printed"); display("shown"); throw new java.io.IOException("gone"); });\n'
            'System.out.println("outside");\nagain.onClick(() -> out.capture(() -> System.out.println("later")));'
        )
        messages = self.idle(cell)
        self.assertEqual("ok", self.answer(cell)["status"])
        begin, end = self.captures(messages, cell)
        within = messages[begin + 1 : end]
        self.assertIn("printed\n", streams(within))
        self.assertIn("java.io.IOException: gone", streams(within))
        self.assertEqual(1, sum(m["msg_type"] == "display_data" for m in within))
        self.assertEqual("outside\n", streams(messages[end:]))
        button = [m["content"] for m in messages if m["msg_type"] == "comm_open"]
        comm = [c["comm_id"] for c in button if c["data"]["state"]["_model_name"] == "ButtonModel"][0]
        click = self.message(comm, {"method": "custom", "content": {"event": "click"}})
        messages = self.idle(click)
        begin, end = self.captures(messages, click)
        self.assertEqual("later\n", streams(messages[begin:end]))

    def captures(self, messages, request):
        """The places of the two messages between which an output takes what a request shows."""
        states = [
            (place, m["content"]["data"]["state"])
            for place, m in enumerate(messages)
            if m["msg_type"] == "comm_msg" and "msg_id" in m["content"]["data"].get("state", {})
        ]
        self.assertEqual([request, ""], [state["msg_id"] for _, state in states])
        return [place for place, _ in states]

    def test_a_page_that_is_opened_later_gets_every_state(self):
        """As JupyterLab, and VS Code's view of a notebook, ask for it."""
        result = self.ok(
            "var photo = new demitasse.widgets.Image().value(new byte[] {1, 2, (byte) 0xff});\nshow(photo); show(photo);"
        )
        views = [c["data"]["application/vnd.jupyter.widget-view+json"] for c in result.contents("display_data")]
        self.assertEqual(1, len({view["model_id"] for view in views}))
        photo = views[0]["model_id"]
        known = self.request("comm_info_request", {"target_name": "jupyter.widget"})["content"]["comms"]
        self.open("page-2", "jupyter.widget.control")
        answers = self.idle(self.message("page-2", {"method": "request_states"}))
        answer = [m for m in answers if m["msg_type"] == "comm_msg"][0]
        states = answer["content"]["data"]["states"]
        self.assertEqual("update_states", answer["content"]["data"]["method"])
        self.assertEqual(known.keys(), states.keys())
        self.assertEqual("ImageModel", states[photo]["model_name"])
        paths = answer["content"]["data"]["buffer_paths"]
        place = paths.index([photo, "state", "value"])
        self.assertEqual(b"\1\2\xff", bytes(answer["buffers"][place]))

    def test_the_example_of_the_readme_runs(self):
        with open(os.path.join(MODULE, "README.md")) as file:
            example = file.read().split("```java\n")[1].split("```")[0]
        result = self.ok(example)
        rate, _ = self.opened(result, "FloatLogSliderModel")
        stop, _ = self.opened(result, "ButtonModel")
        self.assertIn("ReLU at 0.01", str(result.contents("display_data")))
        moved = self.idle(self.update(rate, value=0.1))
        shown = [m["content"]["data"]["text/plain"] for m in moved if m["msg_type"] == "display_data"]
        self.assertEqual(["ReLU at 0.1"], shown)
        self.idle(self.message(stop, {"method": "custom", "content": {"event": "click"}}))
        self.assertEqual("true", self.ok("stopped").value)

    def test_of_many_updates_none_is_lost(self):
        result = self.ok(
            "seen.clear();\n"
            "var slider = new IntSlider().bounds(0, 1_000_000);\nslider.onValue(seen::add);\nshow(slider);"
        )
        comm, _ = self.opened(result, "IntSliderModel")
        count = int(SECONDS * A_SECOND)
        start = time.time()
        for value in range(1, count + 1):
            last = self.update(comm, value=value)
            time.sleep(max(0, start + value / A_SECOND - time.time()))
        self.idle(last)
        self.assertEqual(
            "[%d, true, %d]" % (count, count),
            self.ok(
                "List.of(seen.size(), seen.equals(seen.stream().sorted().toList()), slider.value())"
            ).value,
        )

    def test_a_button_stops_a_cell_that_spins(self):
        cell = self.execute(
            "var stop = new Button(\"stop\");\nstop.onClick(() -> clicks++);\nshow(stop);\n"
            "while (clicks == 0) Thread.onSpinWait();\nclicks"
        )
        seen = self.until(cell, lambda seen: any(m["msg_type"] == "display_data" for m in seen))
        comm = [
            m["content"]["comm_id"]
            for m in seen
            if m["msg_type"] == "comm_open"
            and m["content"]["data"]["state"]["_model_name"] == "ButtonModel"
        ][0]
        self.idle(self.message(comm, {"method": "custom", "content": {"event": "click"}}))
        self.idle(cell)
        self.assertEqual("ok", self.answer(cell)["status"])

    def test_a_fit_is_watched_and_stopped_and_its_curve_stays(self):
        self.ok(
            "import demitasse.data.*;\nimport demitasse.model.*;\nimport demitasse.train.*;\n"
            "import static demitasse.layer.Activation.*;\nimport static demitasse.layer.Layers.*;\n"
            "import static demitasse.model.Models.*;\nimport static demitasse.train.Training.*;\n"
            "float[][] inputs = new float[10_000][3]; float[] targets = new float[10_000];\n"
            "Sequential model = sequential(input(3), dense(1, LINEAR)).compile(sgd(0.01), mse());"
        )
        code = "model.fit(Samples.of(inputs, targets), epochs(100_000)).epochs().size()"
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": True}
        cell = self.send("execute_request", content)
        opened = {}

        def shows(seen):
            for message in seen:
                if message["msg_type"] == "comm_open":
                    data = message["content"]["data"]
                    opened[data["state"]["_model_name"]] = message["content"]["comm_id"]
                    if data["state"]["_model_name"] == "DirectionalLinkModel":
                        opened["target"] = data["state"]["target"][0].removeprefix("IPY_MODEL_")
            return "target" in opened

        self.until(cell, shows)
        self.assertNotIn("ButtonModel", opened)  # not before the front end has shown its widgets
        self.update(opened["target"], width="1px")

        def offers_to_stop(seen):
            shows(seen)
            made = [i for i, m in enumerate(seen)
                    if m["msg_type"] == "comm_open" and m["content"]["comm_id"] == opened.get("ButtonModel")]
            return any(m["msg_type"] == "display_data" for i in made for m in seen[i:])

        self.until(cell, offers_to_stop)  # nobody can click what is made and not yet shown
        self.message(opened["ButtonModel"], {"method": "custom", "content": {"event": "click"}})
        messages = self.idle(cell)
        self.assertEqual("ok", self.answer(cell)["status"])
        replaced = [m["content"]["data"] for m in messages if m["msg_type"] == "update_display_data"]
        self.assertIn("<svg", replaced[-1]["image/svg+xml"])
        results = [m["content"]["data"] for m in messages if m["msg_type"] == "execute_result"]
        self.assertLess(int(results[0]["text/plain"]), 100_000)

    def test_a_fit_that_nobody_watches_opens_nothing(self):
        result = self.ok(
            "demitasse.model.Models.sequential(demitasse.layer.Layers.input(3),"
            " demitasse.layer.Layers.dense(1, demitasse.layer.Activation.LINEAR))"
            ".compile(demitasse.train.Training.sgd(0.01), demitasse.train.Training.mse())"
            ".fit(demitasse.data.Samples.of(new float[9][3], new float[9]),"
            " demitasse.train.Training.epochs(2));"
        )
        self.assertEqual([], result.contents("comm_open"))
        self.assertEqual(2, len(result.stdout.splitlines()), result.stdout)


@unittest.skipUnless(IS_NIGHTLY, "takes a kernel of its own")
class Saved(unittest.TestCase):
    """What nbclient, and so nbconvert, writes into the notebook."""

    def test_the_notebook_keeps_the_state(self):
        import nbclient
        import nbformat.v4 as v4

        sources = (
            "import demitasse.widgets.*;\n"
            "var slider = new IntSlider().value(3); var output = new Output();\n"
            "var photo = new Image().value(new byte[] {1, 2, 3});\nnew VBox(slider, photo, output)",
            'slider.value(7);\noutput.capture(() -> System.out.println("within"));\n'
            'System.out.println("outside");',
        )
        notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources])
        kernel = manager()
        self.addCleanup(lambda: kernel.shutdown_kernel(now=True))
        nbclient.NotebookClient(notebook, km=kernel, timeout=60, store_widget_state=True).execute()
        state = notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
        view = notebook.cells[0].outputs[0].data["application/vnd.jupyter.widget-view+json"]
        box = state[view["model_id"]]
        slider, photo, output = (state[c.removeprefix("IPY_MODEL_")] for c in box["state"]["children"])
        self.assertEqual(("IntSliderModel", 7), (slider["model_name"], slider["state"]["value"]))
        self.assertEqual(["AQID"], [b["data"].strip() for b in photo["buffers"]])
        self.assertEqual(["within\n"], [o["text"] for o in output["state"]["outputs"]])
        self.assertEqual(["outside\n"], [o["text"] for o in notebook.cells[1].outputs])
        for model in state.values():
            for value in model["state"].values():
                if isinstance(value, str) and value.startswith("IPY_MODEL_"):
                    self.assertIn(value.removeprefix("IPY_MODEL_"), state)
