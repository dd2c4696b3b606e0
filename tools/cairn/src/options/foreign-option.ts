// etcd's flags that mean nothing here. People bring their start scripts along, so a flag that only
// tunes etcd's insides is taken with a warning. A flag that protects something is another matter: to
// take --cert-file and then serve in the clear would be worse than not to start, so those are refused.
import type { Option } from '@cairn/config';

interface ForeignSettings {
  readonly reason: string;
  /** Values that ask for what happens anyway: no warning, no refusal. The empty text always is one. */
  readonly harmless?: readonly string[];
  readonly isSwitch?: boolean;
}

/** Taken, without effect. */
export function accepted(settings: ForeignSettings): Option<undefined> {
  return foreign(settings, (text) =>
    isHarmless(settings, text)
      ? { kind: 'value', value: undefined }
      : { kind: 'value', value: undefined, warning: `has no effect here: ${settings.reason}` },
  );
}

/** A mistake when given. */
export function refused(settings: ForeignSettings): Option<undefined> {
  return foreign(settings, (text) =>
    isHarmless(settings, text)
      ? { kind: 'value', value: undefined }
      : { kind: 'mistake', message: `is refused: ${settings.reason}` },
  );
}

function foreign(settings: ForeignSettings, parse: Option<undefined>['parse']): Option<undefined> {
  return {
    placeholder: '<text>',
    help: settings.reason,
    isSwitch: settings.isSwitch ?? false,
    isList: true,
    isHidden: true,
    fallback: { kind: 'default', value: undefined, text: '' },
    parse,
  };
}

function isHarmless(settings: ForeignSettings, text: string): boolean {
  return text === '' || (settings.harmless ?? []).includes(text);
}
