"""Checks each ONNX file of a folder by the rules of the onnx package, and infers all shapes; prints the names of
the files:

    python3 check_models.py FOLDER
"""

import pathlib
import sys

import onnx

for file in sorted(pathlib.Path(sys.argv[1]).glob("*.onnx")):
    try:
        onnx.checker.check_model(str(file), full_check=True)
        onnx.shape_inference.infer_shapes(onnx.load(file), check_type=True, strict_mode=True, data_prop=True)
    except Exception as error:
        sys.exit("%s: %s" % (file.name, error))
    print(file.name)
