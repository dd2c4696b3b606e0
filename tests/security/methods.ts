// Every method that a client may call, out of the descriptors of the services themselves: what is added to
// the API shows up here, and the tests fail until somebody has said what may become of it.
import { join } from 'node:path';
import { describedFiles } from '@cairn/proto';
import protobuf from 'protobufjs';
// oxlint-disable-next-line import/no-unassigned-import -- it teaches protobufjs what descriptors are
import 'protobufjs/ext/descriptor.js';

import { repositoryRoot } from '../kit/index.ts';

export interface ClientMethod {
  /** e.g. `/etcdserverpb.KV/Put` */
  readonly path: string;
  readonly request: protobuf.Type;
  readonly isRequestStream: boolean;
  readonly isResponseStream: boolean;
}

function allMethods(): readonly ClientMethod[] {
  const set = new protobuf.Writer();
  // What a FileDescriptorSet is: files, each as its field 1.
  for (const { descriptor } of describedFiles) {
    set.uint32(10).bytes(Buffer.from(descriptor, 'base64'));
  }
  const root = protobuf.Root.fromDescriptor(set.finish(), { keepCase: true }).resolveAll();
  const services = describedFiles
    .flatMap(({ symbols }) => symbols)
    .map((symbol) => root.lookup(symbol))
    .filter((found) => found instanceof protobuf.Service);
  return services.flatMap((service) => methodsOf(service));
}

function methodsOf(service: protobuf.Service): readonly ClientMethod[] {
  return service.methodsArray.map((method) => {
    method.resolve();
    const { name, resolvedRequestType, requestStream, responseStream } = method;
    if (resolvedRequestType === null) throw new Error(`${name} has no request`);
    return {
      path: `/${service.fullName.slice(1)}/${name}`,
      request: resolvedRequestType,
      isRequestStream: requestStream === true,
      isResponseStream: responseStream === true,
    };
  });
}

/** By path. */
export const clientMethods: ReadonlyMap<string, ClientMethod> = new Map(
  allMethods().map((method) => [method.path, method]),
);

/** Those that services call of each other. The public descriptors do not know them. */
export function serviceMethods(): readonly ClientMethod[] {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => join(repositoryRoot, 'proto', target);
  const files = ['node', 'keeper', 'peer'].map((name) => `cairn/${name}.proto`);
  root.loadSync(files, { keepCase: true }).resolveAll();
  const services = root.lookup('cairn.v1');
  if (!(services instanceof protobuf.Namespace)) throw new Error('there is no package cairn.v1');
  return services.nestedArray
    .filter((found) => found instanceof protobuf.Service)
    .flatMap((service) => methodsOf(service));
}
