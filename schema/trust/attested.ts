import type { RunManifest } from '../manifest.ts'

/** A digest, with or without the name of its image. */
export const IMAGE_DIGEST = /^(?:\S+@)?sha256:[0-9a-f]{64}$/

/**
 * Whether a signed CI identity vouches for the image: the submitter came by OIDC, and the manifest names
 * the image by its digest. What the identity states is taken as stated; that the image ran is not seen.
 */
export function isAttested(
  submitter: { readonly issuer: string | null },
  { image }: Pick<RunManifest, 'image'>,
): boolean {
  return submitter.issuer !== null && image !== undefined && IMAGE_DIGEST.test(image)
}
