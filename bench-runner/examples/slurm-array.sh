#!/bin/bash
# One shard a task, each on one GPU: sbatch slurm-array.sh. The same command again goes on where it ended.
#SBATCH --job-name=stepmark
#SBATCH --array=0-7
#SBATCH --gres=gpu:1
#SBATCH --cpus-per-task=4
#SBATCH --mem=64G
#SBATCH --time=04:00:00
# So that a run that is cut off has written what it scored, and is taken up again.
#SBATCH --signal=TERM@120
#SBATCH --requeue
set -eu

: "${MODEL:?the id of the model}" "${MODEL_DIR:?its exported folder}" "${ADAPTER:?the id of its adapter}"
runs=${RUNS:-$PWD/runs}
# Nothing can be written into the image. Fill it first, on a node with a network: stepmark fetch processbench
cache=${STEPMARK_CACHE:-$HOME/.cache/stepmark}
mkdir -p "$runs" "$cache"

# A way to run the image; with a checkout, this is: npx stepmark
stepmark() {
  srun apptainer run --nv --bind "$MODEL_DIR:/model:ro,$runs" --env "STEPMARK_CACHE=$cache" \
    "${IMAGE:-stepmark.sif}" "$@"
}

stepmark run --benchmark processbench --backend onnx --device cuda --model-dir /model \
  --adapter "$ADAPTER" --model "$MODEL" --shard auto --output "$runs"

# When all tasks are done: stepmark merge the folders of this model in $runs, and stepmark submit what it names.
