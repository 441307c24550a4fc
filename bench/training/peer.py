"""How a peer of the training benchmark answers: a command a line, an answer in JSON a line."""

import json
import sys


def answer_commands(version, training):
    """Answers these commands until the input ends:

    version                     the text given here
    model NAME BATCH FOLDER     makes the model with training(name, batch, folder), which reads the data
    fit STEPS                   trains; seconds and the mean loss
    """
    current = None
    for line in sys.stdin:
        words = line.split()
        if words[0] == "version":
            answer = {"version": version}
        elif words[0] == "model":
            current = None  # so that two models are never in memory at once
            current = training(words[1], int(words[2]), words[3])
            answer = {}
        else:
            answer = current.fit(int(words[1]))
        print(json.dumps(answer), flush=True)
