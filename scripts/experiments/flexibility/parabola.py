"""The function that is to be learned, of a number or a tensor."""


def truth(x):
    return 1 - x**2
