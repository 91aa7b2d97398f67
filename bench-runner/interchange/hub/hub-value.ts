/** A proportion as people read it on the hub, ×100, without what binary arithmetic adds behind the digits. */
export function hubValue(proportion: number): number {
  return Number((proportion * 100).toPrecision(12))
}
