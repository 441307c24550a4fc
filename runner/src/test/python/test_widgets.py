"""Widgets on the kernel that the course installs, as a front end speaks with them."""

import json
import os
import time

from test_subshells import Beside

SCHEMA = os.path.join(
    os.path.dirname(os.path.abspath(__file__)),
    *"../../../../widgets/src/main/schema/jupyterwidgetmodels.latest.json".split("/")
)
LEFT_OUT = ("DOMWidget", "Controller", "ControllerAxis", "ControllerButton")
SECONDS = 10 if os.environ.get("DEMITASSE_NIGHTLY") == "true" else 2
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
                if name not in ("value", "format", "msg_id", "placement"):
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
        theirs = "theirs" if kind == "string" else not state[attribute]
        self.assertEqual(
            [{attribute: theirs}], self.told(self.update(comm, **{attribute: theirs}), "echo_update")
        )
        asked = self.told(self.message(comm, {"method": "request_state"}), "update")
        self.assertEqual(state.keys(), asked[0].keys())
        self.assertEqual(theirs, asked[0][attribute])
        ours = "ours" if kind == "string" else state[attribute]
        code = '"ours"' if kind == "string" else str(ours).lower()
        call = "((demitasse.widgets.%s) shown).%s(%s);" % (name, camel(attribute), code)
        sent = [c["data"] for c in self.ok(call).contents("comm_msg") if c["comm_id"] == comm]
        self.assertEqual([{attribute: ours}], [data["state"] for data in sent])

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
        self.until(cell, lambda seen: shows(seen) and "ButtonModel" in opened)
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
