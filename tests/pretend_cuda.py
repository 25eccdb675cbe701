"""A CUDA device that is not there: what would fail on one fails here, and all is computed on the CPU."""

import functools

import torch
from torch.multiprocessing.reductions import StorageWeakRef
from torch.overrides import TorchFunctionMode, resolve_name
from torch.utils._pytree import tree_leaves, tree_map

CUDA, CPU = torch.device("cuda"), torch.device("cpu")
MIXED = {"copy_", "__setitem__", "__getitem__", "__set__", "index_put_"}  # CUDA itself takes the CPU's tensors here
READ = {"device", "_parse_to", "_has_compatible_shallow_copy_type"}  # names and kinds, no numbers
TO_HOST = {"numpy", "__array__"}
MOST = 100_000  # storages to remember before those that are gone are forgotten
ASKED = {torch.Tensor.device: lambda at: at, torch.Tensor.is_cuda: lambda at: at == CUDA}


class WrongDevice(Exception):
    """What CUDA would refuse."""


class PretendCuda(TorchFunctionMode):
    """Within it `device="cuda"` is known, and each storage remembers on which device it would lie.

    Raises WrongDevice where a function takes tensors of both devices, where a tensor of the device is drawn with the
    CPU's generator, or is taken to NumPy.
    """

    def __init__(self):
        super().__init__()
        self.at = {}  # {storage: [a weak reference to it, so that no other gets its name; device]}

    def __torch_function__(self, function, types, args=(), kwargs=None):
        kwargs, name = kwargs or {}, getattr(function, "__name__", str(function))
        if name in READ:
            return function(*args, **kwargs)
        if name == "__deepcopy__":  # its memo holds every tensor copied so far
            function, args = functools.partial(function, memo=args[1]), args[:1]
        leaves = tree_leaves((args, kwargs))
        tensors = [leaf for leaf in leaves if isinstance(leaf, torch.Tensor)]
        wanted = next((torch.device(leaf) for leaf in leaves if is_device(leaf)), {"cuda": CUDA, "cpu": CPU}.get(name))
        if name == "__get__" and function.__self__ in ASKED:
            return ASKED[function.__self__](self.where(tensors[0]) or CPU)
        if name == "to" and len(tensors) > 1:  # .to(other): where the other one lies
            wanted, tensors = self.where(tensors[1]), tensors[:1]
        known = {place for each in tensors if (place := self.where(each))}
        places = {place for each in tensors if (place := self.where(each)) and (each.dim() or place == CUDA)}
        self.refuse(function, name, tensors, places, wanted, kwargs)
        if name == "cuda":
            function, args, kwargs = torch.Tensor.clone, args[:1], {}
        args, kwargs = tree_map(lambda leaf: CPU if is_device(leaf) else leaf, (args, kwargs))
        out = function(*args, **kwargs)
        there = wanted or (CUDA if CUDA in known else CPU if known or not tensors else None)
        old = {storage(each) for each in tensors}
        return tree_map(lambda leaf: self.placed(leaf, there, old, wanted), out)

    def where(self, tensor):
        """Its device; None where torch made it unseen, as within torch.func."""
        return self.at.get(storage(tensor), (None, None))[1]

    def refuse(self, function, name, tensors, places, wanted, kwargs):
        called = resolve_name(function) or name
        if len(places) > 1 and (name not in MIXED or (name == "__getitem__" and self.where(tensors[0]) == CPU)):
            raise WrongDevice(f"{called} takes tensors of both devices")
        if CUDA in places and name in TO_HOST:
            raise WrongDevice(f"{called} of a tensor on the device: take .cpu() first")
        if kwargs.get("generator") is not None and CUDA in (places | {wanted}):
            raise WrongDevice(f"{called} draws on the device with the CPU's generator")

    def placed(self, out, there, old, wanted):
        """What a function returns, where it would lie; what is moved gets a storage of its own, unlike on the CPU."""
        if there is None or not isinstance(out, torch.Tensor) or storage(out) is None:
            return out
        if storage(out) in old:  # it changes or views what it was given
            if wanted is None or self.where(out) == wanted:
                return out
            out = out.clone()
        self.at[storage(out)] = StorageWeakRef(out.untyped_storage()), there
        if len(self.at) > MOST:
            self.at = {key: entry for key, entry in self.at.items() if not entry[0].expired()}
        return out


def storage(tensor):
    try:
        return tensor.untyped_storage()._cdata
    except (NotImplementedError, RuntimeError):
        return None


def is_device(leaf):
    return isinstance(leaf, torch.device) or (isinstance(leaf, str) and leaf in ("cuda", "cpu"))
