"""The chapters' models in Keras, for keras_peer.py and for losses.py.

Images are (height, width, channels), as TensorFlow computes on a processor; where the chapters' models flatten
images or make them of vectors, the channels come first for a moment, so that the weights keep their order.
"""
import keras
from keras import layers

# Names of the models that learn with Adam; the others have SGD with Nesterov's momentum.
RATES = {"dense": 1e-3, "cnn-relu": 1e-3, "cnn-elu": 1e-3, "mnist-cnn": 1e-3,
         "resnet50-32": 1e-4, "resnet50-224": 1e-4, "thin-resnet": 1e-3}


def dense():
    return [keras.Input((784,)), layers.Dense(784, "relu"), layers.Dense(64, "relu"), layers.Dense(784, "sigmoid")]


def convolutional(activation):
    def up(filters, function):
        return layers.Conv2DTranspose(filters, 2, 2, "same", activation=function)
    return [
        keras.Input((28, 28, 1)), layers.Conv2D(32, 2, 2, activation=activation),
        layers.Conv2D(64, 2, 2, activation=activation), *flatten(), layers.Dense(64, activation),
        layers.Dense(3136, activation), layers.Reshape((64, 7, 7)), layers.Permute((2, 3, 1)),
        up(32, activation), up(1, "sigmoid")]


def flatten():
    return [layers.Permute((3, 1, 2)), layers.Flatten()]


def mnist_cnn(dropout=layers.Dropout):
    def conv(filters, padding="same"):
        return layers.Conv2D(filters, 3, padding=padding, activation="relu")
    return [
        keras.Input((28, 28, 1)), conv(64), conv(64), layers.MaxPooling2D(), conv(128), conv(256, "valid"),
        layers.MaxPooling2D(), *flatten(), layers.Dense(512, "relu"), dropout(0.5), layers.Dense(256, "relu"),
        dropout(0.5), layers.Dense(10, "softmax")]


def cifar_cnn(dropout=layers.Dropout):
    def block(filters):
        return [layers.Conv2D(filters, 3, activation="relu", kernel_initializer="he_uniform"),
                layers.BatchNormalization()]
    return [
        keras.Input((32, 32, 3)), *block(32), *block(32), layers.MaxPooling2D(), dropout(0.25),
        *block(64), *block(64), layers.MaxPooling2D(), dropout(0.25),
        *flatten(), layers.Dense(512, "relu"), dropout(0.5), layers.Dense(100, "softmax")]


def normalized(x, filters, kernel, strides=1):
    """A convolution with zeros around, as many on each side, and its batch normalization."""
    x = layers.ZeroPadding2D(kernel // 2)(x) if kernel > 1 else x
    x = layers.Conv2D(filters, kernel, strides, kernel_initializer="he_uniform")(x)
    return layers.BatchNormalization()(x)


def small_resnet():
    """Chapter 4's own network."""
    image = keras.Input((32, 32, 3))
    x = layers.ReLU()(normalized(image, 32, 3))
    for filters in (48, 96, 192):
        main = layers.ReLU()(normalized(x, filters, 3, 2))
        main = normalized(main, filters, 3)
        x = layers.ReLU()(main + normalized(x, filters, 1, 2))
    return classified(image, x)


def thin_resnet():
    """Chapter 4's network that shows what depth costs, with five blocks."""
    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(16, 3, 4, "same", activation="relu")(image)
    for _ in range(5):
        x = layers.ReLU()(x + normalized(layers.ReLU()(normalized(x, 16, 3)), 16, 3))
    return classified(image, x)


def classified(image, x):
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(100, "softmax")(x))


def resnet50(side):
    return keras.applications.ResNet50(weights=None, input_shape=(side, side, 3), classes=100)


def without_dropout(_):
    return layers.Activation("linear")


MODELS = {
    "dense": dense, "cnn-relu": lambda: convolutional("relu"), "cnn-elu": lambda: convolutional("elu"),
    "mnist-cnn": mnist_cnn, "cifar-cnn": cifar_cnn, "small-resnet": small_resnet, "thin-resnet": thin_resnet,
    "resnet50-32": lambda: resnet50(32), "resnet50-224": lambda: resnet50(224)}


def is_autoencoder(name):
    return name in ("dense", "cnn-relu", "cnn-elu")


def make(name, **options):
    """Returns a model, which has no optimizer and no loss yet."""
    made = MODELS[name](**options)
    return made if isinstance(made, keras.Model) else keras.Sequential(made)


def compiled(model, name, **options):
    """Gives a model its chapter's optimizer and loss."""
    optimizer = (keras.optimizers.Adam(RATES[name]) if name in RATES
                 else keras.optimizers.SGD(0.01, 0.9, nesterov=True))
    model.compile(optimizer, "mse" if is_autoencoder(name) else "sparse_categorical_crossentropy", **options)
    return model
