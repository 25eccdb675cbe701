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
HARD = {  # what was read wrongly once
    "an accuracy line is no heading": (
        "epoch 0, loss 2.3\nTest accuracy: 80%\nepoch 1, loss 1.1\nTest accuracy: 85%\nepoch 2, loss 0.6\n",
        ONE,
    ),
    "scikit-learn, early stopping": (
        "Iteration 1, loss = 2.3\nValidation score: 0.2\nIteration 2, loss = 1.1\nValidation score: 0.5\n"
        "Iteration 3, loss = 0.6\nValidation score: 0.8\n",
        ONE,
    ),
    "val_acc between": ("loss: 2.3\nval_acc=0.5\nloss: 1.1\nval: top1 0.4\nloss: 0.6\nval_acc=0.6", ONE),
    "an eval heading": (
        "loss: 2.3\n[Eval]\nloss: 2.2\nloss: 1.1\n[Eval]\nloss: 1.3\nloss: 0.6\n[Eval]\nloss: 0.9",
        TWO,
    ),
    "a shape first": ("torch.Size([64, 3, 32, 32])\nloss: 2.3\nloss: 1.1\nloss: 0.6\n", ONE),
    "sizes first": ("hidden sizes: [784, 256, 128, 10]\nloss: 2.3\nloss: 1.1\nloss: 0.6\n", ONE),
    "a list in each line": (
        "loss: 2.3 per-class acc: [.1,.2,.3]\nloss: 1.1 per-class acc: [.1,.2,.3]\nloss: 0.6 per-class acc: [.1,.2,.3]",
        ONE,
    ),
    "a confusion matrix last": ("loss: 2.3\nloss: 1.1\nloss: 0.6\n[[50, 2, 1],\n [3, 40, 2],\n [1, 1, 60]]\n", ONE),
    "thousands in a log": (
        "Train loss: 1,234.50\nTrain loss: 1,134.50\nTrain loss: 934.5\n",
        ([1234.5, 1134.5, 934.5], [], []),
    ),
    "thousands in quotes": (
        'epoch,loss\n1,"1,234.50"\n2,"1,134.50"\n3,934.5\n',
        ([1234.5, 1134.5, 934.5], [], []),
    ),
    "a split in a column": (
        "epoch,split,loss\n1,train,2.3\n1,val,2.2\n2,train,1.1\n2,val,1.3\n3,train,0.6\n3,val,0.9\n",
        TWO,
    ),
    "OpenMMLab": (
        '{"mode":"train","epoch":1,"lr":0.1,"loss":2.3}\n{"mode":"val","epoch":1,"loss":2.2}\n'
        '{"mode":"train","epoch":2,"lr":0.1,"loss":1.1}\n{"mode":"val","epoch":2,"loss":1.3}\n'
        '{"mode":"train","epoch":3,"lr":0.1,"loss":0.6}\n{"mode":"val","epoch":3,"loss":0.9}\n',
        TWO,
    ),
    "MLflow": (
        "key,value,step\ntrain_loss,2.3,0\ntrain_loss,1.1,1\ntrain_loss,0.6,2\nval_loss,2.2,0\nval_loss,1.3,1\nval_loss,0.9,2\n",
        TWO,
    ),
    "metric and value": (
        '[{"metric":"loss","value":2.3},{"metric":"val_loss","value":2.2},{"metric":"loss","value":1.1},'
        '{"metric":"val_loss","value":1.3},{"metric":"loss","value":0.6},{"metric":"val_loss","value":0.9}]',
        TWO,
    ),
    "the best so far": (
        "loss 2.3 best loss 2.3 val loss 2.2 best val loss 2.2\nloss 1.1 best loss 1.1 val loss 1.3 best val loss 1.3\n"
        "loss 0.6 best loss 0.6 val loss 0.9 best val loss 0.9\n",
        TWO,
    ),
    "halves of epochs": ("0.5 2.3\n1.0 1.1\n1.5 0.6\n", ONE),
    "epochs more than once": ("1 2.3\n1 1.1\n2 0.6\n", ONE),
    "falling epochs, named": ("epoch,train_loss,val_loss\n2,0.6,0.9\n1,1.1,1.3\n0,2.3,2.2\n", TWO),
    "wall time": ("1700000000.1 1 2.3\n1700000001.7 2 1.1\n1700000002.1 3 0.6\n", ONE),
    "iterations and time": ("iter time loss\n1 0.31 2.3\n2 0.30 1.1\n3 0.29 0.6\n", ONE),
    "bits": ("epoch,time(s),bpc,val_bpc\n1,9.1,2.3,2.2\n2,9.3,1.1,1.3\n3,9.2,0.6,0.9\n", TWO),
    "elapsed": ("epoch,elapsed,mse\n1,9.1,2.3\n2,18.3,1.1\n3,27.2,0.6\n", ONE),
    "a norm": ("step,grad_norm,nll\n1,9.1,2.3\n2,8.3,1.1\n3,7.2,0.6\n", ONE),
    "French": ("époque;perte;perte_val\n1;2,3;2,2\n2;1,1;1,3\n3;0,6;0,9\n", TWO),
    "a list of runs": ('[{"seed": 1, "losses": [9, 8, 7]}, {"seed": 2, "losses": [2.3, 1.1, 0.6]}]', ONE),
    "callbacks beside lists": (
        '{"callbacks": [{"patience": 3}], "loss": [2.3, 1.1, 0.6], "val_loss": [2.2, 1.3, 0.9]}',
        TWO,
    ),
    "a run that begins anew": ("epoch,loss\n0,9\n1,8\n0,2.3\n1,1.1\n2,0.6\n", ONE),
    "a header that comes again": ("loss,val_loss\n9,9\n8,8\nloss,val_loss\n2.3,2.2\n1.1,1.3\n0.6,0.9\n", TWO),
    "seeds": ("seed,epoch,loss\n1,0,9\n1,1,8\n2,0,2.3\n2,1,1.1\n2,2,0.6\n", ONE),
    "Keras twice": (
        "Epoch 1/2\n9/9 - loss: 9 - val_loss: 9\nEpoch 2/2\n9/9 - loss: 8 - val_loss: 8\n"
        "Epoch 1/3\n9/9 - loss: 2.3 - val_loss: 2.2\nEpoch 2/3\n9/9 - loss: 1.1 - val_loss: 1.3\n"
        "Epoch 3/3\n9/9 - loss: 0.6 - val_loss: 0.9\n",
        TWO,
    ),
    "PyTorch's tutorial": (
        "EPOCH 1:\n  batch 1000 loss: 2.9\n  batch 2000 loss: 2.4\nLOSS train 2.3 valid 2.2\nEPOCH 2:\n"
        "  batch 1000 loss: 1.2\nLOSS train 1.1 valid 1.3\nEPOCH 3:\n  batch 1000 loss: 0.7\nLOSS train 0.6 valid 0.9\n",
        TWO,
    ),
    "a total": ("recon_loss,kl_loss,total_loss\n1.3,1,2.3\n1,.1,1.1\n.5,.1,.6\n", ONE),
    "a spread and a weight": (
        "loss_std,loss_weight,loss_mean\n.1,1,2.3\n.1,1,1.1\n.1,1,0.6\n",
        ONE,
    ),
    "a weight": ("loss_weight,ce_loss\n1,2.3\n1,1.1\n1,0.6\n", ONE),
    "Weights & Biases, least first": (
        '"Step","r - train_loss__MIN","r - train_loss"\n1,9,2.3\n2,8,1.1\n3,7,0.6\n',
        ONE,
    ),
    "a run that is called test": ('"Step","test-run-3 - train/loss"\n1,2.3\n2,1.1\n3,0.6\n', ONE),
    "CatBoost": (
        "0:\tlearn: 2.3\ttest: 2.2\tbest: 2.2 (0)\ttotal: 55ms\tremaining: 5s\n1:\tlearn: 1.1\ttest: 1.3\tbest: 1.3 (1)\n"
        "2:\tlearn: 0.6\ttest: 0.9\tbest: 0.9 (2)\n",
        TWO,
    ),
    "named lines": ("train: 2.3, 1.1, 0.6\nval: 2.2, 1.3, 0.9\n", TWO),
    "named lines, blanks": ("train 2.3 1.1 0.6\nval 2.2 1.3 0.9\n", TWO),
    "named lines, validation first": ("val,2.2,1.3,0.9\ntrain,2.3,1.1,0.6\n", TWO),
    "decimal commas in one line": ("2,3 1,1 0,6", ONE),
    "NumPy's array": ("[2.3 1.1\n 0.6]", ONE),
    "loss_value": ("epoch,loss_value\n1,2.3\n2,1.1\n3,0.6\n", ONE),
    "trn and tst": ("trn_loss,tst_loss\n2.3,2.2\n1.1,1.3\n0.6,0.9\n", TWO),
    "vloss": ("loss,vloss\n2.3,2.2\n1.1,1.3\n0.6,0.9\n", TWO),
    "t_loss": ("t_loss,v_loss\n2.3,2.2\n1.1,1.3\n0.6,0.9\n", TWO),
    "a configuration beside rows": (
        '{"config": {"layers": [64, 128, 10], "lr": 0.1}, "epochs": [{"train": {"loss": 2.3}, "val": {"loss": 2.2}},'
        '{"train": {"loss": 1.1}, "val": {"loss": 1.3}}, {"train": {"loss": 0.6}, "val": {"loss": 0.9}}]}',
        TWO,
    ),
    "decimal commas prove that of others": (
        'epoch,loss,val_loss\n1,2,"2,2"\n2,"1,512","1,250"\n3,"1,123","0,9"\n',
        ([2, 1.512, 1.123], [2.2, 1.25, 0.9], []),
    ),
    "decimal commas in a German table": (
        "epoch;loss\n1;1.234,56\n999;900,10\n1.000;20,5\n1.001;9,8e-05\n",
        ([1234.56, 900.1, 20.5, 9.8e-5], [], []),
    ),
    "blanks and percents around decimal commas": (
        '[{"loss": " 1,512"}, {"loss": "1,302 "}, {"loss": "0,612"}]',
        ([1.512, 1.302, 0.612], [], []),
    ),
    "counts with marks of thousands": ('samples,loss\n"12,800",2.3\n"25,613",1.1\n"38,400",0.6\n', ONE),
    "epochs with marks of thousands": ('epoch,loss\n998,2.3\n999,1.1\n"1,000",0.6\n', ONE),
    "a Brier score": ("epoch,brier_score\n1,2.3\n2,1.1\n3,0.6\n", ONE),
    "decimal commas in quotes": (
        'epoch,loss,val_loss\n1,"1,512","0,9"\n2,"0,512","0,85"\n3,"0,488","0,812"\n',
        ([1.512, 0.512, 0.488], [0.9, 0.85, 0.812], []),
    ),
    "decimal commas in JSON": ('[{"loss": "1,512"}, {"loss": "0,512"}, {"loss": "0"}]', ([1.512, 0.512, 0], [], [])),
}
DOUBTFUL = {  # what the reader has to confirm: what is read, and the doubt
    "decimal commas, or thousands": (
        "Epoch 0 loss: 23,000\nEpoch 1 loss: 19,012\nEpoch 2 loss: 9,093\n",
        ([23, 19.012, 9.093], [], []),
        "decimal points",
    ),
    "whole thousands in quotes": (
        'epoch,loss\n1,"23,000"\n2,"9,093"\n3,"6"\n',
        ([23000, 9093, 6], [], []),
        "marks of thousands",
    ),
    "not a number beside what may be either": (
        'epoch,loss\n1,"2,302"\n2,"1,512"\n3,"nan"\n',
        ([2.302, 1.512, nan], [], []),
        "decimal points",
    ),
    "decimal commas in a log with points": (
        "Epoch 1 loss: 2,302 time: 1.2s\nEpoch 2 loss: 1,512 time: 1.2s\nEpoch 3 loss: 1,123 time: 1.3s\n",
        ([2.302, 1.512, 1.123], [], []),
        "decimal points",
    ),
    "decimal commas in quotes, or thousands": (
        'epoch,loss\n1,"2,302"\n2,"1,512"\n3,"1,488"\n',
        ([2.302, 1.512, 1.488], [], []),
        "decimal points",
    ),
    "falling epochs without a name": ("2 0.6\n1 1.1\n0 2.3\n", ONE, "fall"),
    "epochs and losses, or decimal commas": ("1,5\n2,4\n3,3\n", ([5, 4, 3], [], []), "count up"),
    "thousands without names": ("1,234.50\n1,134.50\n934.5", ([1234.5, 1134.5, 934.5], [], []), "thousands"),
    "two networks": (
        "[D loss: 2.3] [G loss: 9.1]\n[D loss: 1.1] [G loss: 9.2]\n[D loss: 0.6] [G loss: 9.3]\n",
        ONE,
        "Two columns are called loss",
    ),
    "a header with two losses": (
        "epoch,loss,acc,loss,acc\n1,2.3,.1,2.2,.1\n2,1.1,.2,1.3,.2\n3,.6,.3,.9,.3",
        ONE,
        "Two columns",
    ),
    "accuracies that are called train": (
        "epoch,train,val\n1,0.5,0.4\n2,0.7,0.6\n3,0.83,0.7\n",
        ([0.5, 0.7, 0.83], [0.4, 0.6, 0.7], []),
        "rise",
    ),
    "test is an accuracy": (
        "epoch,test,train\n1,0.5,2.3\n2,0.7,1.1\n3,0.8,0.6\n",
        ([2.3, 1.1, 0.6], [0.5, 0.7, 0.8], []),
        "test rise",
    ),
    "errors": (
        "epoch,train_error,val_error\n1,0.9,0.9\n2,0.5,0.6\n3,0.2,0.4\n",
        ([0.9, 0.5, 0.2], [0.9, 0.6, 0.4], []),
        "share of errors",
    ),
    "YOLO": (
        "epoch,train/box_loss,train/cls_loss,train/dfl_loss,metrics/mAP50(B),val/box_loss,val/cls_loss,val/dfl_loss\n"
        "1,2.3,9,9,.1,2.2,9,9\n2,1.1,8,8,.2,1.3,8,8\n3,0.6,7,7,.3,0.9,7,7\n",
        TWO,
        "one of 3 losses",
    ),
    "runs of Weights & Biases": (
        '"Step","a - train_loss","b - train_loss"\n1,9,2.3\n2,8,1.1\n3,7,0.6\n',
        ONE,
        "Two columns",
    ),
    "a time without a name": ("0.31 2.3\n0.84 1.1\n1.31 0.6\n", ONE, "left out"),
}
REFUSED = {  # what gets a sentence
    "": "There is nothing in it.",
    " \n\t": "There is nothing in it.",
    "Dear diary": "No losses found in it",
    "accuracy\n52.1%\n61.3%\n70.2%\n": "Percents or accuracies only",
    "52.1%\n61.3%\n70.2%\n": "Percents or accuracies only",
    "epoch,train_ppl\n1,99\n2,40\n3,23\n": "Perplexities only",
    "epoch,train_iou,val_iou\n1,0.5,0.4\n2,0.6,0.5\n": "Percents or accuracies only",
    "epoch,train_score,val_score\n1,0.5,0.4\n2,0.6,0.5\n": "Scores only, of which more is better",
    "episode,reward\n1,-20\n2,35\n": "Scores only, of which more is better",
    "epoch,psnr,acc\n1,20,0.1\n2,25,0.5\n": "Percents or accuracies only",
    "epoch,acc,val_acc\n1,0.5,0.4\n2,0.6,0.5\n": "Percents or accuracies only",
    "\x00\x01binary": "That is no text",
    '{"log_history": []}': "No losses found in it",
    "{": "No losses found in it",
}
