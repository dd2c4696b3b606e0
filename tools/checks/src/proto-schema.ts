// Makes libs/proto/src/gen/schema.ts: from what the protobuf compiler tells of the .proto files as JSON,
// the part that the JSON gateway needs: every method of etcd's services and every message and enum that
// they reach. A type the mapping does not know stops the generation.

interface Described {
  readonly nested?: Readonly<Record<string, Described>>;
  readonly fields?: Readonly<Record<string, DescribedField>>;
  readonly oneofs?: Readonly<Record<string, { readonly oneof: readonly string[] }>>;
  readonly values?: Readonly<Record<string, number>>;
  readonly methods?: Readonly<Record<string, DescribedMethod>>;
}

interface DescribedField {
  readonly type: string;
  readonly rule?: string;
  readonly keyType?: string;
}

interface DescribedMethod {
  readonly requestType: string;
  readonly requestStream?: boolean;
  readonly responseType: string;
  readonly responseStream?: boolean;
}

/** The packages whose services are served as JSON. */
const servedPackages = ['etcdserverpb', 'v3electionpb', 'v3lockpb'] as const;

const scalarTypes: readonly string[] = [
  'bool',
  'string',
  'bytes',
  'int32',
  'uint32',
  'int64',
  'uint64',
];

/** @param root what `pbjs -t json` printed, parsed. */
export function protoSchemaSource(root: unknown): string {
  const collected = new SchemaCollector(root as Described);
  for (const name of servedPackages) collected.addServices(name);
  return [
    '// Generated from proto/ by tools/checks/src/generate.ts.',
    "import type { ProtoSchema } from '../json/schema.ts';",
    '',
    `export const schema: ProtoSchema = ${JSON.stringify(collected.schema(), undefined, 2)};`,
    '',
  ].join('\n');
}

class SchemaCollector {
  readonly #root: Described;
  readonly #messages = new Map<string, unknown>();
  readonly #enums = new Map<string, unknown>();
  readonly #methods = new Map<string, unknown>();

  constructor(root: Described) {
    this.#root = root;
  }

  schema(): unknown {
    return {
      messages: sorted(this.#messages),
      enums: sorted(this.#enums),
      methods: sorted(this.#methods),
    };
  }

  addServices(packageName: string): void {
    for (const [name, { methods }] of Object.entries(this.#at(packageName)?.nested ?? {})) {
      for (const [method, described] of Object.entries(methods ?? {})) {
        this.#methods.set(`/${packageName}.${name}/${method}`, {
          request: this.#addMessage(described.requestType, packageName),
          response: this.#addMessage(described.responseType, packageName),
          isRequestStream: described.requestStream ?? false,
          isResponseStream: described.responseStream ?? false,
        });
      }
    }
  }

  /** Answers the full name. */
  #addMessage(type: string, scope: string): string {
    const name = this.#resolve(type, scope);
    if (this.#messages.has(name)) return name;
    // Known before its fields are, because messages contain themselves.
    this.#messages.set(name, []);
    const { fields = {}, oneofs = {} } = this.#at(name) ?? {};
    const oneofOf = new Map(
      Object.entries(oneofs).flatMap(([oneof, members]) =>
        members.oneof.map((field) => [field, oneof] as const),
      ),
    );
    this.#messages.set(
      name,
      Object.entries(fields).map(([field, described]) => {
        const oneof = oneofOf.get(field);
        return {
          name: field,
          jsonName: lowerCamelCase(field),
          ...this.#typeOf(described, name),
          isRepeated: described.rule === 'repeated',
          ...(oneof === undefined ? {} : { oneof }),
        };
      }),
    );
    return name;
  }

  #typeOf({ type, keyType }: DescribedField, scope: string): object {
    if (keyType !== undefined) throw new Error(`${scope} has a map, which JSON cannot carry yet`);
    if (scalarTypes.includes(type)) return { type };
    const name = this.#resolve(type, scope);
    const values = this.#at(name)?.values;
    if (values === undefined) return { type: 'message', of: this.#addMessage(type, scope) };
    this.#enums.set(name, values);
    return { type: 'enum', of: name };
  }

  /** The innermost scope that has the name counts, as in the language. */
  #resolve(type: string, scope: string): string {
    const scopes = scope.split('.');
    for (let depth = scopes.length; depth >= 0; depth -= 1) {
      const name = [...scopes.slice(0, depth), type].join('.');
      if (this.#at(name) !== undefined) return name;
    }
    throw new Error(`${type} in ${scope} is of no type that JSON can carry`);
  }

  #at(name: string): Described | undefined {
    let found: Described | undefined = this.#root;
    for (const part of name.split('.')) found = found?.nested?.[part];
    return found;
  }
}

function sorted(map: ReadonlyMap<string, unknown>): object {
  return Object.fromEntries([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function lowerCamelCase(name: string): string {
  return name.replaceAll(/_(.)/g, (_match, letter: string) => letter.toUpperCase());
}
