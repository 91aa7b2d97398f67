/** A MathML element that holds only what this site lets through. */
export interface MathElement {
  readonly tag: string
  readonly attributes: string
  readonly children: readonly MathNode[]
}
/** Text is already escaped. */
export type MathNode = string | MathElement

const TAGS = new Set(
  `math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover
  mmultiscripts mprescripts mpadded mphantom mstyle mtable mtr mtd menclose`.split(/\s+/),
)
const ATTRIBUTES = new Set(
  `accent accentunder columnspan depth display displaystyle form height largeop linethickness lspace
  mathvariant maxsize minsize movablelimits rowspan rspace scriptlevel stretchy symmetric voffset
  width`.split(/\s+/),
)
/** What the converter says by style or class, and the short class that says it here. */
const CLASSES = [
  [/tml-right/, 'r'],
  [/tml-left/, 'l'],
  [/border-left:/, 'bl'],
  [/border-right:/, 'br'],
  [/border-top:/, 'bt'],
  [/border-bottom:/, 'bb'],
  [/border:1px|notation="box"|tml-fbox/, 'boxed'],
  [/tml-overline/, 'over'],
  [/tml-underline/, 'under'],
  [/notation="[^"]*strike/, 'strike'],
] as const
const WIDEST_EM = 10

/**
 * Read converter output into a tree of allowed elements and attributes; `null` if it holds any other
 * element or does not nest.
 */
export function parseMathMl(source: string): MathElement | null {
  const root: MathNode[] = []
  const open: { tag: string; attributes: string; children: MathNode[] }[] = []
  for (const [token, close, tag, attributes] of source.matchAll(
    /<(\/?)([a-z]+)((?:\s[^<>]*)?)>|[^<]+|</g,
  )) {
    const into = open.at(-1)?.children ?? root
    if (tag === undefined) {
      if (token === '<') return null
      into.push(token)
    } else if (close) {
      const done = open.pop()
      if (done?.tag !== tag) return null
      const parent = open.at(-1)?.children ?? root
      parent.push({ ...done, tag: tag === 'menclose' ? 'mrow' : tag })
    } else if (TAGS.has(tag)) {
      open.push({ tag, attributes: keep(attributes ?? ''), children: [] })
    } else return null
  }
  const [math] = root
  if (open.length > 0 || root.length !== 1 || typeof math !== 'object') return null
  return { ...math, children: flat(math.children) }
}

export function toMarkup(node: MathNode): string {
  if (typeof node === 'string') return node
  return `<${node.tag}${node.attributes}>${node.children.map(toMarkup).join('')}</${node.tag}>`
}

/** What a reader sees, without structure: a measure of width. */
export function textOf(node: MathNode): string {
  return typeof node === 'string' ? node : node.children.map(textOf).join('')
}

function keep(attributes: string): string {
  const names = CLASSES.filter(([sign]) => sign.test(attributes)).map(([, name]) => name)
  if (names.includes('boxed')) return ' class="boxed"'
  const kept = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)].filter(
    ([, name = '', value = '']) => ATTRIBUTES.has(name) && modest(value),
  )
  const classes = names.length === 0 ? '' : ` class="${names.join(' ')}"`
  return kept.map(([attribute]) => attribute).join('') + classes
}

/** A word, or a length that cannot reach over its neighbours. */
function modest(value: string): boolean {
  const size = /^([-+]?[\d.]+)(em|ex|pt|px|mu|%)?$/.exec(value)
  if (!size) return /^[a-z-]+$/.test(value)
  const amount = Number(size[1])
  const ems = size[2] === undefined || size[2] === 'em' ? amount : amount / 10
  return ems >= -1 && ems <= WIDEST_EM
}

/** `math` is itself a row. */
function flat(children: readonly MathNode[]): readonly MathNode[] {
  const [only] = children
  const row = children.length === 1 && typeof only === 'object' && only.tag === 'mrow'
  return row && only.attributes === '' ? flat(only.children) : children
}
