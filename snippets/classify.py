"""Minimum, maximum or saddle? The signs of the Hessian's eigenvalues decide."""


def classify(gradient, eigenvalues, small=1e-6, tolerance=1e-7):
    """The kind of a point, from its gradient (D,) and H's eigenvalues (D,).

    An eigenvalue within `tolerance` times the largest in size counts as zero. Then
    it is open whether the loss rises or falls that way: x**4, -x**4 and x**3 all
    have H = 0. Two signs make a saddle whatever the zeros do. A gradient longer
    than `small`, in units of the loss, is no critical point: take `small` from
    the largest gradient of your run. Raises ValueError for other shapes, for no
    parameters and for values not finite.
    """
    if gradient.dim() != 1 or gradient.shape != eigenvalues.shape:
        raise ValueError("one gradient and all its eigenvalues: two vectors (D,)")
    if not len(gradient):
        raise ValueError("no parameters: pass those of one network")
    if not (gradient.isfinite().all() and eigenvalues.isfinite().all()):
        raise ValueError("not finite: go back to where the loss still was")
    if gradient.norm() > small:
        return "not a critical point"
    zero = tolerance * eigenvalues.abs().max()
    up, down = (eigenvalues > zero).sum(), (eigenvalues < -zero).sum()
    if up and down:
        return "saddle"
    if up + down < len(eigenvalues):
        return "undecided"
    return "minimum" if up else "maximum"
