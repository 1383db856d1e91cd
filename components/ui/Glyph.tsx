import { GLYPHS, type GlyphName, shapeAttributes } from '../../lib/core/glyphs';

const CLASS: Record<GlyphName, string> = {
  agent: 'c-agent',
  suggestion: 'c-agent',
  collaborative: 'c-collab',
  automation: 'c-auto',
  corrected: 'c-corr',
  person: 'c-corr',
  unknown: 'c-unk',
};

/** One of the six glyphs (and the plain ring of a person). Says nothing to assistive technology: its name stands beside it. */
export function Glyph({ name, size = 16 }: { name: GlyphName; size?: number }) {
  return (
    <svg className={`glyph ${CLASS[name]}`} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {GLYPHS[name].map((shape) => {
        const {
          'fill-rule': fillRule,
          'stroke-width': strokeWidth,
          'stroke-linejoin': strokeLinejoin,
          ...rest
        } = shapeAttributes(shape);
        const {
          'stroke-linecap': strokeLinecap,
          'stroke-dasharray': strokeDasharray,
          'stroke-dashoffset': strokeDashoffset,
          ...plain
        } = rest;
        const props = {
          ...plain,
          fillRule,
          strokeWidth,
          strokeLinejoin,
          strokeLinecap,
          strokeDasharray,
          strokeDashoffset,
        };
        const key = shape.d.d ?? shape.d.r;
        return shape.tag === 'path' ? (
          <path key={key} {...(props as object)} />
        ) : (
          <circle key={key} {...(props as object)} />
        );
      })}
    </svg>
  );
}
