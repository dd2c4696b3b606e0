// The public services as google.protobuf.FileDescriptorProto, for server reflection. protobufjs knows
// packages, not files, so there is one file for each package, named after it. Its descriptors name
// types relative to where they are used and leave imports out; clients want full names and imports.
import { join } from 'node:path';
import protobuf from 'protobufjs';
import descriptors from 'protobufjs/ext/descriptor.js';
import type { IDescriptorProto, IFileDescriptorProto } from 'protobufjs/ext/descriptor.js';

/** What clients may call; what the messages are made of follows from the imports. */
const publicFiles: readonly string[] = [
  'etcd/rpc.proto',
  'etcd/lock.proto',
  'etcd/election.proto',
  'grpc/health.proto',
  'grpc/reflection_v1.proto',
  'grpc/reflection_v1alpha.proto',
];

interface DescribedFile {
  readonly name: string;
  /** Names of other files. */
  readonly imports: readonly string[];
  /** Full names of its services, methods, messages and enums. */
  readonly symbols: readonly string[];
  /** In base64. */
  readonly descriptor: string;
}

/** Code and declarations of a module that exports the files. */
export function describeFiles(protoDirectory: string): {
  readonly code: string;
  readonly declarations: string;
} {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => join(protoDirectory, target);
  root.loadSync([...publicFiles], { keepCase: true });
  root.resolveAll();
  const files = root.toDescriptor('proto3').file ?? [];
  const described = files.map((file) => describeFile(root, file));
  return {
    code: `export const describedFiles = ${JSON.stringify(described, undefined, 2)};\n`,
    declarations: `export declare const describedFiles: readonly {
  readonly name: string;
  readonly imports: readonly string[];
  readonly symbols: readonly string[];
  readonly descriptor: string;
}[];
`,
  };
}

function describeFile(root: protobuf.Root, file: IFileDescriptorProto): DescribedFile {
  const packageName = file.package ?? '';
  const used = new Set<string>();
  const symbols: string[] = [];
  for (const message of file.messageType ?? []) {
    completeMessage(root.lookupType(`${packageName}.${message.name}`), message, used, symbols);
  }
  for (const { name } of file.enumType ?? []) symbols.push(`${packageName}.${name}`);
  for (const service of file.service ?? []) {
    const { fullName, methods } = root.lookupService(`${packageName}.${service.name}`);
    symbols.push(fullName.slice(1));
    for (const method of service.method ?? []) {
      const { resolvedRequestType, resolvedResponseType } = present(methods[method.name ?? '']);
      method.inputType = nameOf(present(resolvedRequestType), used);
      method.outputType = nameOf(present(resolvedResponseType), used);
      symbols.push(`${fullName.slice(1)}.${method.name}`);
    }
  }
  used.delete(packageName);
  const imports = [...used].toSorted().map(fileOf);
  const complete = { ...file, name: fileOf(packageName), dependency: imports };
  const bytes = descriptors.FileDescriptorProto.encode(complete).finish();
  const descriptor = Buffer.from(bytes).toString('base64');
  return { name: fileOf(packageName), imports, symbols, descriptor };
}

function completeMessage(
  type: protobuf.Type,
  message: IDescriptorProto,
  used: Set<string>,
  symbols: string[],
): void {
  symbols.push(type.fullName.slice(1));
  for (const field of message.field ?? []) {
    const { resolvedType } = present(type.fields[field.name ?? '']);
    if (resolvedType !== null) field.typeName = nameOf(resolvedType, used);
  }
  for (const { name } of message.enumType ?? []) symbols.push(`${type.fullName.slice(1)}.${name}`);
  for (const nested of message.nestedType ?? []) {
    completeMessage(type.lookupType(nested.name ?? ''), nested, used, symbols);
  }
}

/** The full name; notes the package that the type is from. */
function nameOf(type: protobuf.Type | protobuf.Enum, used: Set<string>): string {
  let space: protobuf.NamespaceBase | null = type.parent;
  while (space instanceof protobuf.Type) space = space.parent;
  used.add(present(space).fullName.slice(1));
  return type.fullName;
}

function fileOf(packageName: string): string {
  return `${packageName}.proto`;
}

function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('a name in proto/ is not resolved');
  return value;
}
