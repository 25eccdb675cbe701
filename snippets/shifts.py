"""Five ways in which test images can differ from the training images.

Each takes and returns images (..., 8, 8) with values from 0, background, to 1, ink.
"""

import torch


def noisy(images, generator=None):
    """Every pixel off by a normal random number of standard deviation one half."""
    return images + 0.5 * torch.randn(images.shape, generator=generator)


def outlined(images):
    """A line drawing: how much the ink changes from pixel to pixel, any way."""
    down, right = torch.gradient(images, dim=(-2, -1))
    return 2 * (down**2 + right**2).sqrt()  # a sharp edge is spread over two pixels


def moved(images):
    """Two pixels to the right; what leaves the frame is lost."""
    return torch.cat([torch.zeros_like(images[..., :2]), images[..., :-2]], dim=-1)


def rotated(images):
    """A quarter turn."""
    return images.rot90(dims=(-2, -1))


def inverted(images):
    """White on black turned into black on white."""
    return 1 - images
