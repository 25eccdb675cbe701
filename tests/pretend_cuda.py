"""A CUDA device that is not there: most of what would fail on one fails here, and all is computed on the CPU."""

import functools

import torch
from torch._C import _functorch
from torch.multiprocessing.reductions import StorageWeakRef
from torch.overrides import TorchFunctionMode, resolve_name
from torch.utils._pytree import tree_leaves, tree_map

CUDA, CPU = torch.device("cuda", 0), torch.device("cpu")
READ = {"device", "_parse_to", "_has_compatible_shallow_copy_type"}  # names and kinds, no numbers
LIKE = {"to", "type_as"}  # a move to where the other one lies
TO_HOST = {"numpy", "__array__"}
# A number of the CPU's may meet tensors of the device in arithmetic, not in these.
STRICT = {"stack", "cat", "cross_entropy", "searchsorted", "bucketize", "quantile", "gather", "index_select", "scatter"}
IN_PLACE = {"__iadd__", "__isub__", "__imul__", "__itruediv__", "__ipow__"}
MOST = 100_000  # storages to remember before those that are gone are forgotten
ASKED = {torch.Tensor.device: lambda at: at, torch.Tensor.is_cuda: lambda at: at == CUDA}


class WrongDevice(Exception):
    """What CUDA would refuse."""


class PretendCuda(TorchFunctionMode):
    """Within it `device="cuda"` is known, and each storage remembers on which device it would lie.

    Raises WrongDevice where a function takes tensors of both devices, where a tensor of the device is drawn with the
    CPU's generator, or is taken to NumPy. It does not see what `backward` runs, nor which kernels CUDA lacks.
    """

    def __init__(self):
        super().__init__()
        self.at = {}  # {storage: (a weak reference to it, so that no other gets its name; device)}

    def __torch_function__(self, function, types, args=(), kwargs=None):
        kwargs, name = kwargs or {}, getattr(function, "__name__", str(function))
        if name in READ:
            return function(*args, **kwargs)
        if name == "__deepcopy__":  # its memo holds every tensor copied so far
            function, args = functools.partial(function, memo=args[1]), args[:1]
        tensors = [leaf for leaf in tree_leaves((args, kwargs)) if isinstance(leaf, torch.Tensor)]
        if name == "__get__" and function.__self__ in ASKED:
            return ASKED[function.__self__](self.where(tensors[0]))
        wanted = self.wanted(name, args, kwargs, tensors)
        self.refuse(function, name, args, kwargs, tensors, wanted)
        if name == "cuda":
            function, args, kwargs = torch.Tensor.to, (args[0], CPU), {}
        args, kwargs = tree_map(lambda leaf: CPU if place_of(leaf) else leaf, (args, kwargs))
        out = function(*args, **kwargs)
        there = wanted or (CUDA if CUDA in map(self.where, tensors) else CPU)
        old = {storage(each) for each in tensors}
        return tree_map(lambda leaf: self.placed(leaf, there, old, wanted), out)

    def where(self, tensor):
        """Its device; what was made elsewhere is the CPU's."""
        return self.at.get(storage(tensor), (None, CPU))[1]

    def wanted(self, name, args, kwargs, tensors):
        """The device that is asked for, or None."""
        if name in LIKE and len(tensors) > 1:
            return self.where(tensors[1])
        if name in ("tensor", "new_tensor") and not kwargs.get("device"):  # of numbers, it is the CPU's
            return self.where(args[0]) if isinstance(args[0], torch.Tensor) else CPU
        named = next(filter(None, map(place_of, tree_leaves((args, kwargs)))), None)
        return named or {"cuda": CUDA, "cpu": CPU}.get(name)

    def refuse(self, function, name, args, kwargs, tensors, wanted):
        called = resolve_name(function) or name
        places = {self.where(each) for each in tensors if each.dim() or name in STRICT or self.where(each) == CUDA}
        if self.mixes(function, name, args, tensors, places):
            raise WrongDevice(f"{called} takes tensors of both devices")
        if CUDA in places and name in TO_HOST:
            raise WrongDevice(f"{called} of a tensor on the device: take .cpu() first")
        if kwargs.get("generator") is not None and CUDA in (places | {wanted}):
            raise WrongDevice(f"{called} draws on the device with the CPU's generator")

    def mixes(self, function, name, args, tensors, places):
        """Whether it takes tensors of both devices in a way that CUDA refuses."""
        if name in ("copy_", "new_tensor") or name in LIKE:
            return False
        if name == "__set__":
            return len(places) > 1 and function.__self__ is not torch.Tensor.data
        if name in ("__getitem__", "__setitem__", "index_put_"):
            own, at = self.where(args[0]), [each for each in tree_leaves(args[1]) if isinstance(each, torch.Tensor)]
            value = args[2] if len(args) > 2 and isinstance(args[2], torch.Tensor) else None
            foreign = at and value is not None and value.numel() > 1 and self.where(value) != own
            return foreign or (own == CPU and CUDA in map(self.where, at))
        changes = (name.endswith("_") and not name.startswith("__")) or name in IN_PLACE
        return len(places) > 1 or (changes and CUDA in map(self.where, tensors) and self.where(tensors[0]) == CPU)

    def placed(self, out, there, old, wanted):
        """What a function returns, where it would lie; what is moved gets a storage of its own, unlike on the CPU."""
        if not isinstance(out, torch.Tensor) or storage(out) is None:
            return out
        if storage(out) in old:  # it changes or views what it was given
            if wanted is None or self.where(out) == wanted:
                return out
            out = out.clone()
        self.at[storage(out)] = StorageWeakRef(inner(out).untyped_storage()), there
        if len(self.at) > MOST:
            self.at = {key: entry for key, entry in self.at.items() if not entry[0].expired()}
        return out


def inner(tensor):
    """What stands behind a tensor of torch.func."""
    while _functorch.is_functorch_wrapped_tensor(tensor):
        tensor = _functorch.get_unwrapped(tensor)
    return tensor


def storage(tensor):
    try:
        return inner(tensor).untyped_storage()._cdata
    except (NotImplementedError, RuntimeError):
        return None


def place_of(leaf):
    """The device that an argument names, or None."""
    if isinstance(leaf, torch.device) or (isinstance(leaf, str) and (leaf == "cpu" or leaf.startswith("cuda"))):
        return CUDA if torch.device(leaf).type == "cuda" else CPU
    return None
