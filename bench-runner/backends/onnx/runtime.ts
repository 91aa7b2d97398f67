import { availableParallelism } from 'node:os'
import type {
  Env,
  InferenceSession,
  InferenceSessionFactory,
  TensorConstructor,
} from 'onnxruntime-web'
import { type Failed, failed, reasonOf } from '../../failure.ts'
import type { Device } from '../engine-options.ts'

/** What both packages of ONNX Runtime offer. */
interface Package {
  readonly InferenceSession: InferenceSessionFactory
  readonly Tensor: TensorConstructor
  readonly env: Env
}

export interface Runtime extends Pick<Package, 'InferenceSession' | 'Tensor'> {
  readonly status: 'ok'
  /** The package and its version. */
  readonly version: string
  readonly device: Device
  readonly sessionOptions: InferenceSession.SessionOptions
}

/** Not a dependency of ours: it downloads itself as it is installed. Used where it is there. */
const NATIVE: string = 'onnxruntime-node'

/**
 * ONNX Runtime for a device: in WebAssembly, or of the machine where onnxruntime-node is installed, which
 * is also what computes when nothing is asked for.
 */
export async function openRuntime(
  device: Device | undefined,
  threads = availableParallelism(),
): Promise<Runtime | Failed> {
  if (device === 'wasm') return webRuntime(threads)
  const native = await importNative()
  if (native !== undefined && !('status' in native)) {
    return nativeRuntime(native, device ?? 'cpu', threads)
  }
  if (device === undefined) return webRuntime(threads)
  const why = native === undefined ? 'it is not installed' : native.message
  return failed('usage', `--device ${device} needs ${NATIVE}: ${why}; or use --device wasm`)
}

async function webRuntime(threads: number): Promise<Runtime> {
  const { InferenceSession, Tensor, env } = await import('onnxruntime-web')
  env.logLevel = 'error'
  env.wasm.numThreads = threads
  return {
    status: 'ok',
    InferenceSession,
    Tensor,
    version: `onnxruntime-web ${env.versions.web ?? 'unknown'}`,
    device: 'wasm',
    sessionOptions: { executionProviders: ['wasm'] },
  }
}

function nativeRuntime(
  { InferenceSession, Tensor, env }: Package,
  device: Exclude<Device, 'wasm'>,
  threads: number,
): Runtime {
  env.logLevel = 'error'
  return {
    status: 'ok',
    InferenceSession,
    Tensor,
    version: `${NATIVE} ${env.versions.node ?? 'unknown'}`,
    device,
    sessionOptions: {
      executionProviders: [device],
      intraOpNumThreads: threads,
      // Else it rounds what int8 weights are multiplied with to eight bits, too.
      extra: { session: { disable_quant_qdq: '1' } },
    },
  }
}

/** The package, undefined where it is not installed, or why it cannot be loaded. */
async function importNative(): Promise<Package | Failed | undefined> {
  try {
    const found: unknown = await import(NATIVE)
    return isPackage(found) ? found : failed('invalid', 'it is not what it should be')
  } catch (error) {
    const isMissing =
      error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
    return isMissing ? undefined : failed('invalid', reasonOf(error))
  }
}

function isPackage(value: unknown): value is Package {
  return (
    typeof value === 'object' &&
    value !== null &&
    'InferenceSession' in value &&
    'Tensor' in value &&
    'env' in value
  )
}
