"""What trainers leave, as they write it: for each, what the box on the home page should read in it.

The lists are (training, validation, test losses). Where snippets/read_losses.py reads the same text, it reads the same.
"""

from math import inf, nan

TWO = [2.3, 1.1, 0.6], [2.2, 1.3, 0.9], []
ONE = [2.3, 1.1, 0.6], [], []

CSV = {  # which read_losses reads too
    "Lightning": (
        "epoch,lr,step,train_loss_epoch,train_loss_step,val_loss\n0,0.1,49,,2.5,\n0,,99,,,2.2\n0,,99,2.3,,\n"
        "1,,199,,,1.3\n1,,199,1.1,,\n2,,299,,,0.9\n2,,299,0.6,,\n",
        TWO,
    ),
    "Keras' CSVLogger": (
        "epoch,accuracy,loss,val_accuracy,val_loss\n0,.2,2.3,.2,2.2\n1,.5,1.1,.4,1.3\n2,.8,0.6,.7,0.9\n",
        TWO,
    ),
    "Windows": ("\ufeffepoch;train_loss;val_loss\r\n1;2.3;2.2\r\n2;1.1;1.3\r\n3;0.6;0.9\r\n", TWO),
    "tabs": ("step\ttrain loss\tvalid loss\n1\t2.3\t2.2\n2\t1.1\t1.3\n3\t0.6\t0.9\n", TWO),
    "quotes": ('"epoch","loss","val_loss"\n"1","2.3","2.2"\n"2","1.1","1.3"\n"3","0.6","0.9"\n', TWO),
    "not finite": ("epoch,loss\n1,2.3\n2,inf\n3,-inf\n4,nan\n5,NaN\n", ([2.3, inf, -inf, nan, nan], [], [])),
    "one column": ("loss\n2.3\n1.1\n0.6\n", ONE),
    "many zeros": ("loss,val_loss\n0,0\n0,1e-3\n1E2,.5\n", ([0, 0, 100], [0, 0.001, 0.5], [])),
}
JSON = {  # which read_losses reads after json.load
    "trainer_state.json": (
        '{"best_metric": null, "epoch": 3.0, "global_step": 30, "log_history": [\n'
        '{"epoch": 1.0, "grad_norm": 3.1, "learning_rate": 5e-05, "loss": 2.3, "step": 10},\n'
        '{"epoch": 1.0, "eval_accuracy": 0.2, "eval_loss": 2.2, "eval_runtime": 3.0, "step": 10},\n'
        '{"epoch": 2.0, "loss": 1.1, "step": 20}, {"epoch": 2.0, "eval_loss": 1.3, "step": 20},\n'
        '{"epoch": 3.0, "loss": 0.6, "step": 30}, {"epoch": 3.0, "eval_loss": 0.9, "step": 30},\n'
        '{"epoch": 3.0, "step": 30, "total_flos": 1e15, "train_loss": 1.33, "train_runtime": 9.9}],\n'
        '"max_steps": 30, "stateful_callbacks": {"TrainerControl": {"args": {"should_log": false}}}}',
        TWO,
    ),
    "Keras' history": (
        '{"loss": [2.3, 1.1, 0.6], "accuracy": [0.1, 0.6, 0.8], "val_loss": [2.2, 1.3, 0.9]}',
        TWO,
    ),
    "a list": ("[2.3, 1.1, 0.6]", ONE),
    "rows": ('[{"train_loss": 2.3}, {"train_loss": 1.1}, {"train_loss": 0.6, "val_loss": null}]', ONE),
    "NaN in JSON": ('{"loss": [2.3, -Infinity, NaN]}', ([2.3, -inf, nan], [], [])),
}
OTHER = {
    "two columns": ("2.3 2.2\n1.1 1.3\n0.6 0.9\n", TWO),
    "two columns, commas": ("2.3,2.2\n1.1,1.3\n0.6,0.9", TWO),
    "epochs and losses": ("1 2.3\n2 1.1\n3 0.6", ONE),
    "epochs and both": ("0\t2.3\t2.2\n1\t1.1\t1.3\n2\t0.6\t0.9\n", TWO),
    "one line": ("2.3, 1.1, 0.6, 0.4, 0.3", ([2.3, 1.1, 0.6, 0.4, 0.3], [], [])),
    "two lines": ("2.3 1.1 0.6 0.4\n2.2 1.3 0.9 0.8", ([2.3, 1.1, 0.6, 0.4], [2.2, 1.3, 0.9, 0.8], [])),
    "a short last row": ("loss;val_loss\n2.3;2.2\n1.1;1.3\n0.6", ([2.3, 1.1, 0.6], [2.2, 1.3], [])),
    "Chinese": ("轮次,训练损失,验证损失\n1,2.3,2.2\n2,1.1,1.3\n3,0.6,0.9\n", TWO),
    "pandas' index": (",train_loss,val_loss\n0,2.3,2.2\n1,1.1,1.3\n2,0.6,0.9\n", TWO),
    "whole numbers": ("a,b\n23,22\n11,13\n6,9", ([23, 11, 6], [22, 13, 9], [])),
    "bare numbers": ("2.3\n1.1\n0.6\n", ONE),
    "decimal commas": ("epoch;loss;val_loss\n1;2,3;2,2\n2;1,1;1,3\n3;0,6;0,9", TWO),
    "decimal commas, one column": ("2,3\n1,1\n0,6\n", ONE),
    "decimal commas in a log": (
        "Epoch 1 loss: 2,3 val_loss: 2,2\nloss: 1,1 val_loss: 1,3\nloss: 0,6 val_loss: 0,9",
        TWO,
    ),
    "old line ends": ("epoch,loss,val_loss\r1,2.3,2.2\r2,1.1,1.3\r3,0.6,0.9\r", TWO),
    "Markdown": (
        "| epoch | loss | val_loss |\n|---|---:|---|\n| 1 | 2.3 | 2.2 |\n| 2 | 1.1 | 1.3 |\n| 3 | 0.6 | 0.9 |",
        TWO,
    ),
    "fastai": (
        "epoch     train_loss  valid_loss  accuracy  time\n0         2.3         2.2         0.2       00:03\n"
        "1         1.1         1.3         0.6       00:03\n2         0.6         0.9         0.8       00:03\n",
        TWO,
    ),
    "Hugging Face's notebook": (
        "Epoch\tTraining Loss\tValidation Loss\tAccuracy\n1\tNo log\t2.2\t0.2\n2\t2.3\t1.3\t0.5\n3\t1.1\t0.9\t0.6\n",
        ([2.3, 1.1], [2.2, 1.3, 0.9], []),
    ),
    "test alone": (
        "train_loss,val_loss,test_loss\n2.3,2.2,\n1.1,1.3,\n0.6,0.9,\n,,1.0\n",
        ([2.3, 1.1, 0.6], [2.2, 1.3, 0.9], [1.0]),
    ),
    "test as validation": ("epoch,train_loss,test_loss\n1,2.3,2.2\n2,1.1,1.3\n3,0.6,0.9", TWO),
    "Weights & Biases": (
        '"Step","golden-sun-7 - train/loss","golden-sun-7 - train/loss__MIN"\n"1","2.3","2.3"\n"2","1.1","1.1"\n"3","0.6","0.6"\n',
        ONE,
    ),
    "TensorBoard's CSV": ("Wall time,Step,Value\n1700000000.1,1,2.3\n1700000001.1,2,1.1\n1700000002.1,3,0.6\n", ONE),
    "JSON lines": (
        '{"epoch": 1, "loss": 2.3, "val_loss": 2.2}\n{"epoch": 2, "loss": 1.1, "val_loss": 1.3}\n'
        '{"epoch": 3, "loss": 0.6, "val_loss": 0.9}\n',
        TWO,
    ),
    "JSON lines, nested": (
        '{"train": {"loss": 2.3}, "val": {"loss": 2.2}}\n{"train": {"loss": 1.1}, "val": {"loss": 1.3}}\n'
        '{"train": {"loss": 0.6}, "val": {"loss": 0.9}}\n',
        TWO,
    ),
    "pandas' to_json": ('{"loss":{"0":2.3,"1":1.1,"2":0.6},"val_loss":{"0":2.2,"1":1.3,"2":0.9}}', TWO),
    "history.history, printed": (
        "{'accuracy': [0.1, 0.6, 0.8], 'loss': [2.3, 1.1, 0.6], 'val_loss': [np.float64(2.2), np.float64(1.3), np.float64(0.9)]}",
        TWO,
    ),
    "Python's lists": ("train_losses = [2.3, 1.1, 0.6]\nval_losses = [2.2,\n  1.3,\n  0.9]\n", TWO),
    "Hugging Face's console": (
        "{'loss': 2.3, 'grad_norm': 1.5, 'learning_rate': 5e-05, 'epoch': 1.0}\n  0%|          | 0/30\n"
        "{'eval_loss': 2.2, 'eval_runtime': 1.0, 'epoch': 1.0}\n{'loss': 1.1, 'epoch': 2.0}\n{'eval_loss': 1.3}\n"
        "{'loss': 0.6, 'epoch': 3.0}\n{'eval_loss': 0.9}\n{'train_runtime': 9.1, 'train_loss': 1.33, 'epoch': 3.0}\n",
        TWO,
    ),
    "Keras' console": (
        "Epoch 1/3\n\x1b[1m469/469\x1b[0m \x1b[32m━━━━━━━━\x1b[0m\x1b[37m\x1b[0m \x1b[1m2s\x1b[0m 3ms/step"
        " - accuracy: 0.2 - loss: 2.3 - val_accuracy: 0.2 - val_loss: 2.2\nEpoch 2/3\n"
        "469/469 [==============================] - 2s 4ms/step - loss: 1.1 - val_loss: 1.3\nEpoch 3/3\n"
        " 10/469 [..] - ETA: 1s - loss: 0.8\b\b\b\b\b\b\b\b469/469 [==] - 2s - loss: 0.6 - val_loss: 0.9\n",
        TWO,
    ),
    "nanoGPT": (
        "step 0: train loss 2.3, val loss 2.2\niter 0: loss 2.2901, time 3.1ms, mfu -100.00%\n"
        "step 250: train loss 1.1, val loss 1.3\niter 250: loss 1.0, time 3.1ms, mfu 1.00%\n"
        "step 500: train loss 0.6, val loss 0.9\n",
        TWO,
    ),
    "PyTorch's MNIST example": (
        "Train Epoch: 1 [0/60000 (0%)]\tLoss: 2.3\nTrain Epoch: 1 [640/60000 (1%)]\tLoss: 1.1\n\n"
        "Test set: Average loss: 2.2, Accuracy: 980/10000 (10%)\n\nTrain Epoch: 2 [0/60000 (0%)]\tLoss: 0.6\n\n"
        "Test set: Average loss: 1.3, Accuracy: 9820/10000 (98%)\n\nTest set: Average loss: 0.9, Accuracy: 9880/10000 (99%)\n",
        TWO,
    ),
    "PyTorch's quick start": (
        "Epoch 1\n-------------------------------\nloss: 2.3  [   64/60000]\nloss: 1.1  [ 6464/60000]\nTest Error: \n"
        " Accuracy: 44.7%, Avg loss: 2.2 \n\nEpoch 2\n-------------------------------\nloss: 0.6  [   64/60000]\n"
        "Test Error: \n Accuracy: 54.7%, Avg loss: 1.3 \n\nTest Error: \n Accuracy: 60.7%, Avg loss: 0.9 \n",
        TWO,
    ),
    "PyTorch's ImageNet example": (
        "Epoch: [0][  1/391]\tTime  0.1 ( 0.2)\tData  0.0 ( 0.0)\tLoss 2.3e+00 (2.3e+00)\tAcc@1   0.00 (  0.00)\n"
        "Epoch: [0][ 11/391]\tTime  0.1 ( 0.2)\tData  0.0 ( 0.0)\tLoss 1.1e+00 (1.7e+00)\tAcc@1   9.00 (  4.00)\n"
        "Epoch: [0][ 21/391]\tTime  0.1 ( 0.2)\tData  0.0 ( 0.0)\tLoss 6.0e-01 (1.3e+00)\tAcc@1  19.00 (  9.00)\n",
        ONE,
    ),
    "PyTorch's transfer learning": (
        "Epoch 0/24\n----------\ntrain Loss: 2.3 Acc: 0.7\nval Loss: 2.2 Acc: 0.9\n\nEpoch 1/24\n----------\n"
        "train Loss: 1.1 Acc: 0.8\nval Loss: 1.3 Acc: 0.9\n\ntrain Loss: 0.6 Acc: 0.8\nval Loss: 0.9 Acc: 0.9\n",
        TWO,
    ),
    "tensors": (
        "0 loss: tensor(2.3, grad_fn=<NllLossBackward0>)\n1 loss: tensor(1.1, grad_fn=<NllLossBackward0>)\nloss: tensor(0.6)\n",
        ONE,
    ),
    "a progress bar": (
        "Training:   0%|          | 0/3 [00:00<?, ?it/s]\rTraining:  33%|███▎      | 1/3 [00:01<00:02, 1.0it/s, loss=2.3]\r"
        "Training:  67%|██████▋   | 2/3 [00:02<00:01, 1.0it/s, loss=1.1]\rTraining: 100%|█| 3/3 [00:03<00:00, loss=0.6]\n",
        ONE,
    ),
    "progress bars": (
        "".join(
            f"Epoch {n}:  50%|██  | 1/2 [loss=9]\rEpoch {n}: 100%|████| 2/2 [00:02, loss={loss}]\n"
            for n, loss in enumerate(ONE[0])
        ),
        ONE,
    ),
    "scikit-learn": (
        "Iteration 1, loss = 2.3\nIteration 2, loss = 1.1\nIteration 3, loss = 0.6\nTraining loss did not improve.\n",
        ONE,
    ),
    "a logger": (
        "2024-01-02 10:00:01,123 INFO step 100 | train loss 2.3\n2024-01-02 10:00:02,123 INFO step 200 | train loss 1.1\n"
        "2024-01-02 10:00:03,123 INFO step 300 | train loss 0.6\n",
        ONE,
    ),
    "XGBoost": (
        "[0]\ttrain-mlogloss:2.3\teval-mlogloss:2.2\n[1]\ttrain-mlogloss:1.1\teval-mlogloss:1.3\n[2]\ttrain-mlogloss:0.6\teval-mlogloss:0.9\n",
        TWO,
    ),
    "words without a sign": ("epoch 1 2.3 2.2\nepoch 2 1.1 1.3\nepoch 3 0.6 0.9\n", TWO),
    "NaN in a log": ("step 1 loss: 2.3\nstep 2 loss: nan\nstep 3 loss: inf\n", ([2.3, nan, inf], [], [])),
}
REFUSED = {  # what gets a sentence
    "": "There is nothing in it.",
    " \n\t": "There is nothing in it.",
    "Dear diary": "No losses found in it",
    "accuracy\n52.1%\n61.3%\n70.2%\n": "Percents or accuracies only",
    "52.1%\n61.3%\n70.2%\n": "Percents or accuracies only",
    "epoch,acc,val_acc\n1,0.5,0.4\n2,0.6,0.5\n": "Percents or accuracies only",
    "\x00\x01binary": "That is no text",
    '{"log_history": []}': "No losses found in it",
    "{": "No losses found in it",
}
