/** Text that no field takes. */
export const oddText = {
  empty: '',
  blank: ' ',
  'a lone surrogate': 'a\uD800',
  NUL: 'a\u0000b',
  'a line break': 'a\nb',
  DEL: 'a\u007F',
  'a blank in front': ' a',
  'a blank behind': 'a\u00A0',
};
/** What is no text at all. */
export const oddTypes = [1, 0, true, null, [], ['a'], {}, { $gt: '' }];
