/** A policy as the name of a filter: keys are `<metric>,<filter>`, so it must hold no comma. */
export function filterOf(policy: string): string {
  return policy.replaceAll(',', '_')
}
