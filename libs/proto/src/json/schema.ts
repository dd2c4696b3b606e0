// What the JSON mapping has to know of messages, and the generated code does not tell at run time:
// names, types and order of fields. `gen/schema.ts` holds it for every message that the JSON gateway
// of etcd carries.

export type ScalarType = 'bool' | 'string' | 'bytes' | 'int32' | 'uint32' | 'int64' | 'uint64';

interface FieldNames {
  /** As in the .proto file, and as etcd prints it. */
  readonly name: string;
  /** The lowerCamelCase form, which is understood too. */
  readonly jsonName: string;
  readonly isRepeated: boolean;
  /** The name of the oneof it is a member of; such a field may be there with its default value. */
  readonly oneof?: string;
}

export interface ScalarField extends FieldNames {
  readonly type: ScalarType;
}

export interface EnumField extends FieldNames {
  readonly type: 'enum';
  /** Full name of the enum. */
  readonly of: string;
}

export interface MessageField extends FieldNames {
  readonly type: 'message';
  /** Full name of the message. */
  readonly of: string;
}

export type FieldSchema = ScalarField | EnumField | MessageField;

export interface MethodSchema {
  /** Full names of the messages. */
  readonly request: string;
  readonly response: string;
  readonly isRequestStream: boolean;
  readonly isResponseStream: boolean;
}

/** Everything by full name, methods by gRPC path; fields in the order of the .proto file. */
export interface ProtoSchema {
  readonly messages: Readonly<Record<string, readonly FieldSchema[]>>;
  readonly enums: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly methods: Readonly<Record<string, MethodSchema>>;
}
