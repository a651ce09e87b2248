"""One run of the Importance Weighting Lab, trained again with numpy alone.

It trains from the data below, compares the parameters with those of the lab, and prints how far apart they are.
A model that is linear in features of x comes with its features, row by row, and is trained as a linear one.
Needs numpy: pip install numpy. numpy's exp and tanh differ from the lab's in the last bits, so a tolerance is promised
and not the same bits: 1e-12 for a linear model after 10,000 steps, 1e-10 for a network after 1,000.
"""

import json

import numpy as np

RUN = json.loads(r"""@RUN@""")


def layers(model):
    """Rows, columns and bias of each layer, in the order of the parameters."""
    depth, width = model["depth"], model["width"]
    inputs = model["inputs"] + int(model["input_bias"])
    sizes = [inputs] + [width] * depth + [1]
    return [(n_out, n_in, model["bias"]) for n_in, n_out in zip(sizes, sizes[1:])]


def split(theta, model):
    """The parameters as (W, b) of each layer; b is 0 where there is none."""
    parts, at = [], 0
    for n_out, n_in, bias in layers(model):
        w = theta[at : at + n_out * n_in].reshape(n_out, n_in)
        at += n_out * n_in
        b = theta[at : at + n_out] if bias else np.zeros(n_out)
        at += n_out if bias else 0
        parts.append((w, b))
    assert at == len(theta)
    return parts


def activate(z, model):
    """The hidden units and their slopes."""
    if model["activation"] == "tanh":
        h = np.tanh(z)
        return h, 1 - h * h
    slope = np.where(z > 0, 1.0, model["slope"])
    return z * slope, slope


def forward(theta, x, model):
    """Scores f(x), and what the backward pass needs."""
    parts, s = split(theta, model), model["scale"]
    h = np.column_stack([x, np.ones(len(x))]) if model["input_bias"] else x
    kept = []
    for k, (w, b) in enumerate(parts):
        z = (s if k > 0 else 1.0) * (h @ w.T) + b
        kept.append((h, None))
        if k + 1 < len(parts):
            below = h
            h, slope = activate(z, model)
            kept[-1] = (below, slope)
    return z[:, 0], kept


def backward(theta, kept, d, model):
    """The gradient, given the loss's slope d at each score."""
    parts, s = split(theta, model), model["scale"]
    d, gradient = d[:, None], []
    for k in reversed(range(len(parts))):
        w, _ = parts[k]
        h, slope = kept[k]
        factor = s if k > 0 else 1.0
        if slope is not None:
            d = d * slope
        part = [(factor * (d.T @ h)).ravel()]
        if model["bias"]:
            part.append(d.sum(axis=0))
        gradient.append(np.concatenate(part))
        d = factor * (d @ w)
    return np.concatenate(gradient[::-1])


def loss(u, kind):
    """The logarithm of the loss and the slope over the loss, of margins u."""
    if kind == "exponential":
        return -u, -np.ones_like(u)
    value = np.logaddexp(0, -u)
    return np.log(value), -1 / (1 + np.exp(np.minimum(u, 700))) / value


def train(run):
    """The parameters after all steps."""
    x, base, y, w = (np.array(run[key]) for key in ("x", "base", "y", "w"))
    theta, model, n = np.array(run["start"]), run["model"], len(y)
    # A weight of 0 removes its row; the mean counts it all the same.
    x, base, y, w = x[w > 0], base[w > 0], y[w > 0], w[w > 0]
    for _ in range(run["steps"]):
        f, kept = forward(theta, x, model)
        ln_loss, ratio = loss(y * (base + f), run["loss"])
        # Normalized steps divide by the risk: relative to the largest loss neither over- nor underflows.
        shift = ln_loss.max() if run["optimizer"] == "normalized" else 0.0
        value = w * np.exp(ln_loss - shift) / n
        risk = value.sum() if run["optimizer"] == "normalized" else 1.0
        gradient = backward(theta, kept, value * ratio * y, model) / risk
        theta = theta - run["lr"] * (gradient + run["l2"] * theta)
    return theta


if __name__ == "__main__":
    theta, expected = train(RUN), np.array(RUN["expected"])
    off = np.max(np.abs(theta - expected) / np.maximum(1, np.abs(expected)))
    print(RUN["link"])
    print(f"run {RUN['weighting']}, {RUN['steps']} steps: largest difference {off:.1e}, promised {RUN['tolerance']:.0e}")
    f, _ = forward(theta, np.array(RUN["test_x"]).reshape(-1, RUN["model"]["inputs"]), RUN["model"])
    if RUN["test_error"] is not None:
        f = f + np.array(RUN["test_base"])
        error = np.mean(f * np.array(RUN["test_y"]) <= 0)
        print(f"test error {error}, the lab's {RUN['test_error']}")
        assert abs(error - RUN["test_error"]) < 1e-12
    assert off <= RUN["tolerance"], "the numbers are not those of the lab"
    print("same numbers")
