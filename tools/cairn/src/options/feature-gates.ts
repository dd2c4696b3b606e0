// etcd's switches for what is not finished yet (`--feature-gates=Name=true,…`). Two of them turn on what
// exists here, too: the comparisons of members. The others are taken with a warning, unless they ask for what
// is done anyway; a name that etcd does not know either is a mistake.
import { etcdFeatureGates } from '@cairn/config';
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
    const known = etcdFeatureGates.find((gate) => gate.name === name);
    if (known === undefined) {
      return { kind: 'mistake', message: `contains "${name}", which is no feature gate of etcd` };
    }
    if (name === 'InitialCorruptCheck') gates = { ...gates, initialCorruptCheck: isOn };
    else if (name === 'CompactHashCheck') gates = { ...gates, compactHashCheck: isOn };
    else if (name === 'AllAlpha') {
      // One that is named counts more, wherever it stands.
      gates = { initialCorruptCheck: isOn, compactHashCheck: isOn, ...gates };
    } else if (known.harmless !== isOn) unused.push(`${name} (${known.note})`);
  }
  if (unused.length === 0) return { kind: 'value', value: gates };
  const warning = `has no effect here: ${unused.join(', ')}`;
  return { kind: 'value', value: gates, warning };
}
