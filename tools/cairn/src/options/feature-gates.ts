// etcd's switches for what is not finished yet (`--feature-gates=Name=true,…`). Two of them turn on what
// exists here, too: the comparisons of members. The others are taken with a warning.
import type { Option, Parsed } from '@cairn/config';

/** undefined = not mentioned. */
export interface FeatureGates {
  readonly initialCorruptCheck?: boolean;
  readonly compactHashCheck?: boolean;
}

export const featureGates: Option<FeatureGates> = {
  placeholder: '<Name=true,...>',
  help: "etcd's InitialCorruptCheck and CompactHashCheck, as the flags of these names",
  isSwitch: false,
  isList: true,
  isHidden: true,
  fallback: { kind: 'default', value: {}, text: '' },
  parse: parseGates,
};

function parseGates(text: string): Parsed<FeatureGates> {
  let gates: FeatureGates = {};
  const unused: string[] = [];
  for (const item of text.split(',').map((part) => part.trim())) {
    if (item === '') continue;
    const [name = '', setting = '', ...rest] = item.split('=');
    const isOn = setting.toLowerCase() === 'true';
    if (name === '' || rest.length > 0 || (!isOn && setting.toLowerCase() !== 'false')) {
      return {
        kind: 'mistake',
        message: `contains "${item}", which is not Name=true or Name=false`,
      };
    }
    if (name === 'InitialCorruptCheck') gates = { ...gates, initialCorruptCheck: isOn };
    else if (name === 'CompactHashCheck') gates = { ...gates, compactHashCheck: isOn };
    else if (name === 'AllAlpha') {
      // One that is named counts more, wherever it stands.
      gates = { initialCorruptCheck: isOn, compactHashCheck: isOn, ...gates };
    } else unused.push(name);
  }
  if (unused.length === 0) return { kind: 'value', value: gates };
  const warning = `has no effect here: ${unused.join(', ')}`;
  return { kind: 'value', value: gates, warning };
}
