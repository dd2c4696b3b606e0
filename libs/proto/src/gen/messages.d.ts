import * as $protobuf from "protobufjs/minimal.js";
import Long from "long";

/** Namespace cairn. */
export namespace cairn {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of a KeepAliveItem.
         * @deprecated Use cairn.v1.KeepAliveItem.$Properties instead.
         */
        interface IKeepAliveItem extends cairn.v1.KeepAliveItem.$Properties {
        }

        /** Represents a KeepAliveItem. */
        class KeepAliveItem {

            /**
             * Constructs a new KeepAliveItem.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.KeepAliveItem.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** KeepAliveItem id. */
            id: number;

            /** KeepAliveItem lease_id. */
            lease_id: (number|Long);

            /** KeepAliveItem peek. */
            peek: boolean;

            /**
             * Creates a new KeepAliveItem instance using the specified properties.
             * @param [properties] Properties to set
             * @returns KeepAliveItem instance
             */
            static create(properties: cairn.v1.KeepAliveItem.$Shape): cairn.v1.KeepAliveItem & cairn.v1.KeepAliveItem.$Shape;
            static create(properties?: cairn.v1.KeepAliveItem.$Properties): cairn.v1.KeepAliveItem;

            /**
             * Encodes the specified KeepAliveItem message. Does not implicitly {@link cairn.v1.KeepAliveItem.verify|verify} messages.
             * @param message KeepAliveItem message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.KeepAliveItem.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a KeepAliveItem message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.KeepAliveItem & cairn.v1.KeepAliveItem.$Shape} KeepAliveItem
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.KeepAliveItem & cairn.v1.KeepAliveItem.$Shape;
        }

        namespace KeepAliveItem {

            /** Properties of a KeepAliveItem. */
            interface $Properties {

                /** KeepAliveItem id */
                id?: (number|null);

                /** KeepAliveItem lease_id */
                lease_id?: (number|Long|null);

                /** KeepAliveItem peek */
                peek?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a KeepAliveItem. */
            type $Shape = cairn.v1.KeepAliveItem.$Properties;
        }

        /**
         * Properties of a KeepAliveBatch.
         * @deprecated Use cairn.v1.KeepAliveBatch.$Properties instead.
         */
        interface IKeepAliveBatch extends cairn.v1.KeepAliveBatch.$Properties {
        }

        /** Represents a KeepAliveBatch. */
        class KeepAliveBatch {

            /**
             * Constructs a new KeepAliveBatch.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.KeepAliveBatch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** KeepAliveBatch items. */
            items: cairn.v1.KeepAliveItem.$Properties[];

            /**
             * Creates a new KeepAliveBatch instance using the specified properties.
             * @param [properties] Properties to set
             * @returns KeepAliveBatch instance
             */
            static create(properties: cairn.v1.KeepAliveBatch.$Shape): cairn.v1.KeepAliveBatch & cairn.v1.KeepAliveBatch.$Shape;
            static create(properties?: cairn.v1.KeepAliveBatch.$Properties): cairn.v1.KeepAliveBatch;

            /**
             * Encodes the specified KeepAliveBatch message. Does not implicitly {@link cairn.v1.KeepAliveBatch.verify|verify} messages.
             * @param message KeepAliveBatch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.KeepAliveBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a KeepAliveBatch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.KeepAliveBatch & cairn.v1.KeepAliveBatch.$Shape} KeepAliveBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.KeepAliveBatch & cairn.v1.KeepAliveBatch.$Shape;
        }

        namespace KeepAliveBatch {

            /** Properties of a KeepAliveBatch. */
            interface $Properties {

                /** KeepAliveBatch items */
                items?: (cairn.v1.KeepAliveItem.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a KeepAliveBatch. */
            type $Shape = cairn.v1.KeepAliveBatch.$Properties;
        }

        /**
         * Properties of a KeepAliveResult.
         * @deprecated Use cairn.v1.KeepAliveResult.$Properties instead.
         */
        interface IKeepAliveResult extends cairn.v1.KeepAliveResult.$Properties {
        }

        /** Represents a KeepAliveResult. */
        class KeepAliveResult {

            /**
             * Constructs a new KeepAliveResult.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.KeepAliveResult.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** KeepAliveResult id. */
            id: number;

            /** KeepAliveResult outcome. */
            outcome: cairn.v1.KeepAliveResult.Outcome;

            /** KeepAliveResult ttl. */
            ttl: (number|Long);

            /**
             * Creates a new KeepAliveResult instance using the specified properties.
             * @param [properties] Properties to set
             * @returns KeepAliveResult instance
             */
            static create(properties: cairn.v1.KeepAliveResult.$Shape): cairn.v1.KeepAliveResult & cairn.v1.KeepAliveResult.$Shape;
            static create(properties?: cairn.v1.KeepAliveResult.$Properties): cairn.v1.KeepAliveResult;

            /**
             * Encodes the specified KeepAliveResult message. Does not implicitly {@link cairn.v1.KeepAliveResult.verify|verify} messages.
             * @param message KeepAliveResult message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.KeepAliveResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a KeepAliveResult message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.KeepAliveResult & cairn.v1.KeepAliveResult.$Shape} KeepAliveResult
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.KeepAliveResult & cairn.v1.KeepAliveResult.$Shape;
        }

        namespace KeepAliveResult {

            /** Properties of a KeepAliveResult. */
            interface $Properties {

                /** KeepAliveResult id */
                id?: (number|null);

                /** KeepAliveResult outcome */
                outcome?: (cairn.v1.KeepAliveResult.Outcome|null);

                /** KeepAliveResult ttl */
                ttl?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a KeepAliveResult. */
            type $Shape = cairn.v1.KeepAliveResult.$Properties;

            /** Outcome enum. */
            enum Outcome {

                /** ALIVE value */
                ALIVE = 0,

                /** NOT_FOUND value */
                NOT_FOUND = 1,

                /** NOT_PRIMARY value */
                NOT_PRIMARY = 2
            }
        }

        /**
         * Properties of a KeepAliveResults.
         * @deprecated Use cairn.v1.KeepAliveResults.$Properties instead.
         */
        interface IKeepAliveResults extends cairn.v1.KeepAliveResults.$Properties {
        }

        /** Represents a KeepAliveResults. */
        class KeepAliveResults {

            /**
             * Constructs a new KeepAliveResults.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.KeepAliveResults.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** KeepAliveResults results. */
            results: cairn.v1.KeepAliveResult.$Properties[];

            /**
             * Creates a new KeepAliveResults instance using the specified properties.
             * @param [properties] Properties to set
             * @returns KeepAliveResults instance
             */
            static create(properties: cairn.v1.KeepAliveResults.$Shape): cairn.v1.KeepAliveResults & cairn.v1.KeepAliveResults.$Shape;
            static create(properties?: cairn.v1.KeepAliveResults.$Properties): cairn.v1.KeepAliveResults;

            /**
             * Encodes the specified KeepAliveResults message. Does not implicitly {@link cairn.v1.KeepAliveResults.verify|verify} messages.
             * @param message KeepAliveResults message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.KeepAliveResults.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a KeepAliveResults message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.KeepAliveResults & cairn.v1.KeepAliveResults.$Shape} KeepAliveResults
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.KeepAliveResults & cairn.v1.KeepAliveResults.$Shape;
        }

        namespace KeepAliveResults {

            /** Properties of a KeepAliveResults. */
            interface $Properties {

                /** KeepAliveResults results */
                results?: (cairn.v1.KeepAliveResult.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a KeepAliveResults. */
            type $Shape = cairn.v1.KeepAliveResults.$Properties;
        }

        /** Method enum. */
        enum Method {

            /** METHOD_UNSPECIFIED value */
            METHOD_UNSPECIFIED = 0,

            /** RANGE value */
            RANGE = 1,

            /** PUT value */
            PUT = 2,

            /** DELETE_RANGE value */
            DELETE_RANGE = 3,

            /** TXN value */
            TXN = 4,

            /** COMPACT value */
            COMPACT = 5,

            /** LEASE_GRANT value */
            LEASE_GRANT = 6,

            /** LEASE_REVOKE value */
            LEASE_REVOKE = 7,

            /** LEASE_TIME_TO_LIVE value */
            LEASE_TIME_TO_LIVE = 8,

            /** LEASE_LEASES value */
            LEASE_LEASES = 9,

            /** MEMBER_LIST value */
            MEMBER_LIST = 10,

            /** STATUS value */
            STATUS = 11,

            /** HASH value */
            HASH = 12,

            /** HASH_KV value */
            HASH_KV = 13,

            /** ALARM value */
            ALARM = 14,

            /** WATCH_OPEN value */
            WATCH_OPEN = 15,

            /** DEFRAGMENT value */
            DEFRAGMENT = 16,

            /** DOWNGRADE value */
            DOWNGRADE = 17,

            /** MEMBER_ADD value */
            MEMBER_ADD = 20,

            /** MEMBER_REMOVE value */
            MEMBER_REMOVE = 21,

            /** MEMBER_UPDATE value */
            MEMBER_UPDATE = 22,

            /** MEMBER_PROMOTE value */
            MEMBER_PROMOTE = 23,

            /** MOVE_LEADER value */
            MOVE_LEADER = 24,

            /** OWN_ALARMS value */
            OWN_ALARMS = 25,

            /** OWN_MEMBERS value */
            OWN_MEMBERS = 26,

            /** MAY_RENEW_LEASE value */
            MAY_RENEW_LEASE = 27,

            /** MAY_ADMINISTER value */
            MAY_ADMINISTER = 28,

            /** WHO_AM_I value */
            WHO_AM_I = 29,

            /** AUTH_ENABLE value */
            AUTH_ENABLE = 40,

            /** AUTH_DISABLE value */
            AUTH_DISABLE = 41,

            /** AUTH_STATUS value */
            AUTH_STATUS = 42,

            /** AUTHENTICATE value */
            AUTHENTICATE = 43,

            /** USER_ADD value */
            USER_ADD = 44,

            /** USER_GET value */
            USER_GET = 45,

            /** USER_LIST value */
            USER_LIST = 46,

            /** USER_DELETE value */
            USER_DELETE = 47,

            /** USER_CHANGE_PASSWORD value */
            USER_CHANGE_PASSWORD = 48,

            /** USER_GRANT_ROLE value */
            USER_GRANT_ROLE = 49,

            /** USER_REVOKE_ROLE value */
            USER_REVOKE_ROLE = 50,

            /** ROLE_ADD value */
            ROLE_ADD = 51,

            /** ROLE_GET value */
            ROLE_GET = 52,

            /** ROLE_LIST value */
            ROLE_LIST = 53,

            /** ROLE_DELETE value */
            ROLE_DELETE = 54,

            /** ROLE_GRANT_PERMISSION value */
            ROLE_GRANT_PERMISSION = 55,

            /** ROLE_REVOKE_PERMISSION value */
            ROLE_REVOKE_PERMISSION = 56
        }

        /**
         * Properties of a SubmitItem.
         * @deprecated Use cairn.v1.SubmitItem.$Properties instead.
         */
        interface ISubmitItem extends cairn.v1.SubmitItem.$Properties {
        }

        /** Represents a SubmitItem. */
        class SubmitItem {

            /**
             * Constructs a new SubmitItem.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.SubmitItem.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SubmitItem id. */
            id: number;

            /** SubmitItem method. */
            method: cairn.v1.Method;

            /** SubmitItem request. */
            request: Uint8Array;

            /** SubmitItem timeout_ms. */
            timeout_ms: number;

            /** SubmitItem token. */
            token?: (Uint8Array|null);

            /** SubmitItem certificate_name. */
            certificate_name: string;

            /** SubmitItem trace_context. */
            trace_context: Uint8Array;

            /**
             * Creates a new SubmitItem instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SubmitItem instance
             */
            static create(properties: cairn.v1.SubmitItem.$Shape): cairn.v1.SubmitItem & cairn.v1.SubmitItem.$Shape;
            static create(properties?: cairn.v1.SubmitItem.$Properties): cairn.v1.SubmitItem;

            /**
             * Encodes the specified SubmitItem message. Does not implicitly {@link cairn.v1.SubmitItem.verify|verify} messages.
             * @param message SubmitItem message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.SubmitItem.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SubmitItem message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.SubmitItem & cairn.v1.SubmitItem.$Shape} SubmitItem
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.SubmitItem & cairn.v1.SubmitItem.$Shape;
        }

        namespace SubmitItem {

            /** Properties of a SubmitItem. */
            interface $Properties {

                /** SubmitItem id */
                id?: (number|null);

                /** SubmitItem method */
                method?: (cairn.v1.Method|null);

                /** SubmitItem request */
                request?: (Uint8Array|null);

                /** SubmitItem timeout_ms */
                timeout_ms?: (number|null);

                /** SubmitItem token */
                token?: (Uint8Array|null);

                /** SubmitItem certificate_name */
                certificate_name?: (string|null);

                /** SubmitItem trace_context */
                trace_context?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SubmitItem. */
            type $Shape = cairn.v1.SubmitItem.$Properties;
        }

        /**
         * Properties of a SubmitBatch.
         * @deprecated Use cairn.v1.SubmitBatch.$Properties instead.
         */
        interface ISubmitBatch extends cairn.v1.SubmitBatch.$Properties {
        }

        /** Represents a SubmitBatch. */
        class SubmitBatch {

            /**
             * Constructs a new SubmitBatch.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.SubmitBatch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SubmitBatch items. */
            items: cairn.v1.SubmitItem.$Properties[];

            /**
             * Creates a new SubmitBatch instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SubmitBatch instance
             */
            static create(properties: cairn.v1.SubmitBatch.$Shape): cairn.v1.SubmitBatch & cairn.v1.SubmitBatch.$Shape;
            static create(properties?: cairn.v1.SubmitBatch.$Properties): cairn.v1.SubmitBatch;

            /**
             * Encodes the specified SubmitBatch message. Does not implicitly {@link cairn.v1.SubmitBatch.verify|verify} messages.
             * @param message SubmitBatch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.SubmitBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SubmitBatch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.SubmitBatch & cairn.v1.SubmitBatch.$Shape} SubmitBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.SubmitBatch & cairn.v1.SubmitBatch.$Shape;
        }

        namespace SubmitBatch {

            /** Properties of a SubmitBatch. */
            interface $Properties {

                /** SubmitBatch items */
                items?: (cairn.v1.SubmitItem.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SubmitBatch. */
            type $Shape = cairn.v1.SubmitBatch.$Properties;
        }

        /**
         * Properties of a SubmitResult.
         * @deprecated Use cairn.v1.SubmitResult.$Properties instead.
         */
        interface ISubmitResult extends cairn.v1.SubmitResult.$Properties {
        }

        /** Represents a SubmitResult. */
        class SubmitResult {

            /**
             * Constructs a new SubmitResult.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.SubmitResult.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SubmitResult id. */
            id: number;

            /** SubmitResult code. */
            code: number;

            /** SubmitResult message. */
            message: string;

            /** SubmitResult response. */
            response: Uint8Array;

            /** SubmitResult more. */
            more: boolean;

            /** SubmitResult total_bytes. */
            total_bytes: number;

            /**
             * Creates a new SubmitResult instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SubmitResult instance
             */
            static create(properties: cairn.v1.SubmitResult.$Shape): cairn.v1.SubmitResult & cairn.v1.SubmitResult.$Shape;
            static create(properties?: cairn.v1.SubmitResult.$Properties): cairn.v1.SubmitResult;

            /**
             * Encodes the specified SubmitResult message. Does not implicitly {@link cairn.v1.SubmitResult.verify|verify} messages.
             * @param message SubmitResult message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.SubmitResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SubmitResult message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.SubmitResult & cairn.v1.SubmitResult.$Shape} SubmitResult
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.SubmitResult & cairn.v1.SubmitResult.$Shape;
        }

        namespace SubmitResult {

            /** Properties of a SubmitResult. */
            interface $Properties {

                /** SubmitResult id */
                id?: (number|null);

                /** SubmitResult code */
                code?: (number|null);

                /** SubmitResult message */
                message?: (string|null);

                /** SubmitResult response */
                response?: (Uint8Array|null);

                /** SubmitResult more */
                more?: (boolean|null);

                /** SubmitResult total_bytes */
                total_bytes?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SubmitResult. */
            type $Shape = cairn.v1.SubmitResult.$Properties;
        }

        /**
         * Properties of a SubmitResults.
         * @deprecated Use cairn.v1.SubmitResults.$Properties instead.
         */
        interface ISubmitResults extends cairn.v1.SubmitResults.$Properties {
        }

        /** Represents a SubmitResults. */
        class SubmitResults {

            /**
             * Constructs a new SubmitResults.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.SubmitResults.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SubmitResults results. */
            results: cairn.v1.SubmitResult.$Properties[];

            /** SubmitResults state. */
            state?: (cairn.v1.NodeState.$Properties|null);

            /**
             * Creates a new SubmitResults instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SubmitResults instance
             */
            static create(properties: cairn.v1.SubmitResults.$Shape): cairn.v1.SubmitResults & cairn.v1.SubmitResults.$Shape;
            static create(properties?: cairn.v1.SubmitResults.$Properties): cairn.v1.SubmitResults;

            /**
             * Encodes the specified SubmitResults message. Does not implicitly {@link cairn.v1.SubmitResults.verify|verify} messages.
             * @param message SubmitResults message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.SubmitResults.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SubmitResults message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.SubmitResults & cairn.v1.SubmitResults.$Shape} SubmitResults
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.SubmitResults & cairn.v1.SubmitResults.$Shape;
        }

        namespace SubmitResults {

            /** Properties of a SubmitResults. */
            interface $Properties {

                /** SubmitResults results */
                results?: (cairn.v1.SubmitResult.$Properties[]|null);

                /** SubmitResults state */
                state?: (cairn.v1.NodeState.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SubmitResults. */
            type $Shape = cairn.v1.SubmitResults.$Properties;
        }

        /**
         * Properties of a NodeState.
         * @deprecated Use cairn.v1.NodeState.$Properties instead.
         */
        interface INodeState extends cairn.v1.NodeState.$Properties {
        }

        /** Represents a NodeState. */
        class NodeState {

            /**
             * Constructs a new NodeState.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.NodeState.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NodeState cluster_id. */
            cluster_id: (number|Long);

            /** NodeState member_id. */
            member_id: (number|Long);

            /** NodeState leader_id. */
            leader_id: (number|Long);

            /** NodeState raft_term. */
            raft_term: (number|Long);

            /** NodeState applied_index. */
            applied_index: (number|Long);

            /** NodeState revision. */
            revision: (number|Long);

            /** NodeState compact_revision. */
            compact_revision: (number|Long);

            /** NodeState lease_epoch. */
            lease_epoch: (number|Long);

            /** NodeState keeper_address. */
            keeper_address: string;

            /** NodeState is_learner. */
            is_learner: boolean;

            /** NodeState auth_enabled. */
            auth_enabled: boolean;

            /**
             * Creates a new NodeState instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NodeState instance
             */
            static create(properties: cairn.v1.NodeState.$Shape): cairn.v1.NodeState & cairn.v1.NodeState.$Shape;
            static create(properties?: cairn.v1.NodeState.$Properties): cairn.v1.NodeState;

            /**
             * Encodes the specified NodeState message. Does not implicitly {@link cairn.v1.NodeState.verify|verify} messages.
             * @param message NodeState message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.NodeState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NodeState message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.NodeState & cairn.v1.NodeState.$Shape} NodeState
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.NodeState & cairn.v1.NodeState.$Shape;
        }

        namespace NodeState {

            /** Properties of a NodeState. */
            interface $Properties {

                /** NodeState cluster_id */
                cluster_id?: (number|Long|null);

                /** NodeState member_id */
                member_id?: (number|Long|null);

                /** NodeState leader_id */
                leader_id?: (number|Long|null);

                /** NodeState raft_term */
                raft_term?: (number|Long|null);

                /** NodeState applied_index */
                applied_index?: (number|Long|null);

                /** NodeState revision */
                revision?: (number|Long|null);

                /** NodeState compact_revision */
                compact_revision?: (number|Long|null);

                /** NodeState lease_epoch */
                lease_epoch?: (number|Long|null);

                /** NodeState keeper_address */
                keeper_address?: (string|null);

                /** NodeState is_learner */
                is_learner?: (boolean|null);

                /** NodeState auth_enabled */
                auth_enabled?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NodeState. */
            type $Shape = cairn.v1.NodeState.$Properties;
        }

        /**
         * Properties of a WatchOpenRequest.
         * @deprecated Use cairn.v1.WatchOpenRequest.$Properties instead.
         */
        interface IWatchOpenRequest extends cairn.v1.WatchOpenRequest.$Properties {
        }

        /** Represents a WatchOpenRequest. */
        class WatchOpenRequest {

            /**
             * Constructs a new WatchOpenRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.WatchOpenRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WatchOpenRequest key. */
            key: Uint8Array;

            /** WatchOpenRequest range_end. */
            range_end: Uint8Array;

            /**
             * Creates a new WatchOpenRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WatchOpenRequest instance
             */
            static create(properties: cairn.v1.WatchOpenRequest.$Shape): cairn.v1.WatchOpenRequest & cairn.v1.WatchOpenRequest.$Shape;
            static create(properties?: cairn.v1.WatchOpenRequest.$Properties): cairn.v1.WatchOpenRequest;

            /**
             * Encodes the specified WatchOpenRequest message. Does not implicitly {@link cairn.v1.WatchOpenRequest.verify|verify} messages.
             * @param message WatchOpenRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.WatchOpenRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WatchOpenRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.WatchOpenRequest & cairn.v1.WatchOpenRequest.$Shape} WatchOpenRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.WatchOpenRequest & cairn.v1.WatchOpenRequest.$Shape;
        }

        namespace WatchOpenRequest {

            /** Properties of a WatchOpenRequest. */
            interface $Properties {

                /** WatchOpenRequest key */
                key?: (Uint8Array|null);

                /** WatchOpenRequest range_end */
                range_end?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WatchOpenRequest. */
            type $Shape = cairn.v1.WatchOpenRequest.$Properties;
        }

        /**
         * Properties of a WatchOpenResponse.
         * @deprecated Use cairn.v1.WatchOpenResponse.$Properties instead.
         */
        interface IWatchOpenResponse extends cairn.v1.WatchOpenResponse.$Properties {
        }

        /** Represents a WatchOpenResponse. */
        class WatchOpenResponse {

            /**
             * Constructs a new WatchOpenResponse.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.WatchOpenResponse.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WatchOpenResponse revision. */
            revision: (number|Long);

            /** WatchOpenResponse compact_revision. */
            compact_revision: (number|Long);

            /**
             * Creates a new WatchOpenResponse instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WatchOpenResponse instance
             */
            static create(properties: cairn.v1.WatchOpenResponse.$Shape): cairn.v1.WatchOpenResponse & cairn.v1.WatchOpenResponse.$Shape;
            static create(properties?: cairn.v1.WatchOpenResponse.$Properties): cairn.v1.WatchOpenResponse;

            /**
             * Encodes the specified WatchOpenResponse message. Does not implicitly {@link cairn.v1.WatchOpenResponse.verify|verify} messages.
             * @param message WatchOpenResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.WatchOpenResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WatchOpenResponse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.WatchOpenResponse & cairn.v1.WatchOpenResponse.$Shape} WatchOpenResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.WatchOpenResponse & cairn.v1.WatchOpenResponse.$Shape;
        }

        namespace WatchOpenResponse {

            /** Properties of a WatchOpenResponse. */
            interface $Properties {

                /** WatchOpenResponse revision */
                revision?: (number|Long|null);

                /** WatchOpenResponse compact_revision */
                compact_revision?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WatchOpenResponse. */
            type $Shape = cairn.v1.WatchOpenResponse.$Properties;
        }

        /**
         * Properties of a WhoAmIResponse.
         * @deprecated Use cairn.v1.WhoAmIResponse.$Properties instead.
         */
        interface IWhoAmIResponse extends cairn.v1.WhoAmIResponse.$Properties {
        }

        /** Represents a WhoAmIResponse. */
        class WhoAmIResponse {

            /**
             * Constructs a new WhoAmIResponse.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.WhoAmIResponse.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WhoAmIResponse user. */
            user: string;

            /**
             * Creates a new WhoAmIResponse instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WhoAmIResponse instance
             */
            static create(properties: cairn.v1.WhoAmIResponse.$Shape): cairn.v1.WhoAmIResponse & cairn.v1.WhoAmIResponse.$Shape;
            static create(properties?: cairn.v1.WhoAmIResponse.$Properties): cairn.v1.WhoAmIResponse;

            /**
             * Encodes the specified WhoAmIResponse message. Does not implicitly {@link cairn.v1.WhoAmIResponse.verify|verify} messages.
             * @param message WhoAmIResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.WhoAmIResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WhoAmIResponse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.WhoAmIResponse & cairn.v1.WhoAmIResponse.$Shape} WhoAmIResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.WhoAmIResponse & cairn.v1.WhoAmIResponse.$Shape;
        }

        namespace WhoAmIResponse {

            /** Properties of a WhoAmIResponse. */
            interface $Properties {

                /** WhoAmIResponse user */
                user?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WhoAmIResponse. */
            type $Shape = cairn.v1.WhoAmIResponse.$Properties;
        }

        /**
         * Properties of a FollowRequest.
         * @deprecated Use cairn.v1.FollowRequest.$Properties instead.
         */
        interface IFollowRequest extends cairn.v1.FollowRequest.$Properties {
        }

        /** Represents a FollowRequest. */
        class FollowRequest {

            /**
             * Constructs a new FollowRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.FollowRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FollowRequest from_revision. */
            from_revision: (number|Long);

            /**
             * Creates a new FollowRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns FollowRequest instance
             */
            static create(properties: cairn.v1.FollowRequest.$Shape): cairn.v1.FollowRequest & cairn.v1.FollowRequest.$Shape;
            static create(properties?: cairn.v1.FollowRequest.$Properties): cairn.v1.FollowRequest;

            /**
             * Encodes the specified FollowRequest message. Does not implicitly {@link cairn.v1.FollowRequest.verify|verify} messages.
             * @param message FollowRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.FollowRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FollowRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.FollowRequest & cairn.v1.FollowRequest.$Shape} FollowRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.FollowRequest & cairn.v1.FollowRequest.$Shape;
        }

        namespace FollowRequest {

            /** Properties of a FollowRequest. */
            interface $Properties {

                /** FollowRequest from_revision */
                from_revision?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FollowRequest. */
            type $Shape = cairn.v1.FollowRequest.$Properties;
        }

        /**
         * Properties of a BackfillRequest.
         * @deprecated Use cairn.v1.BackfillRequest.$Properties instead.
         */
        interface IBackfillRequest extends cairn.v1.BackfillRequest.$Properties {
        }

        /** Represents a BackfillRequest. */
        class BackfillRequest {

            /**
             * Constructs a new BackfillRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.BackfillRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** BackfillRequest from_revision. */
            from_revision: (number|Long);

            /** BackfillRequest to_revision. */
            to_revision: (number|Long);

            /** BackfillRequest key. */
            key: Uint8Array;

            /** BackfillRequest range_end. */
            range_end: Uint8Array;

            /**
             * Creates a new BackfillRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns BackfillRequest instance
             */
            static create(properties: cairn.v1.BackfillRequest.$Shape): cairn.v1.BackfillRequest & cairn.v1.BackfillRequest.$Shape;
            static create(properties?: cairn.v1.BackfillRequest.$Properties): cairn.v1.BackfillRequest;

            /**
             * Encodes the specified BackfillRequest message. Does not implicitly {@link cairn.v1.BackfillRequest.verify|verify} messages.
             * @param message BackfillRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.BackfillRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BackfillRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.BackfillRequest & cairn.v1.BackfillRequest.$Shape} BackfillRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.BackfillRequest & cairn.v1.BackfillRequest.$Shape;
        }

        namespace BackfillRequest {

            /** Properties of a BackfillRequest. */
            interface $Properties {

                /** BackfillRequest from_revision */
                from_revision?: (number|Long|null);

                /** BackfillRequest to_revision */
                to_revision?: (number|Long|null);

                /** BackfillRequest key */
                key?: (Uint8Array|null);

                /** BackfillRequest range_end */
                range_end?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a BackfillRequest. */
            type $Shape = cairn.v1.BackfillRequest.$Properties;
        }

        /**
         * Properties of an EventBatch.
         * @deprecated Use cairn.v1.EventBatch.$Properties instead.
         */
        interface IEventBatch extends cairn.v1.EventBatch.$Properties {
        }

        /** Represents an EventBatch. */
        class EventBatch {

            /**
             * Constructs a new EventBatch.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.EventBatch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EventBatch raft_term. */
            raft_term: (number|Long);

            /** EventBatch first_revision. */
            first_revision: (number|Long);

            /** EventBatch last_revision. */
            last_revision: (number|Long);

            /** EventBatch compact_revision. */
            compact_revision: (number|Long);

            /** EventBatch events. */
            events: cairn.v1.WatchEvent.$Properties[];

            /** EventBatch omitted. */
            omitted: boolean;

            /** EventBatch compacted. */
            compacted: boolean;

            /**
             * Creates a new EventBatch instance using the specified properties.
             * @param [properties] Properties to set
             * @returns EventBatch instance
             */
            static create(properties: cairn.v1.EventBatch.$Shape): cairn.v1.EventBatch & cairn.v1.EventBatch.$Shape;
            static create(properties?: cairn.v1.EventBatch.$Properties): cairn.v1.EventBatch;

            /**
             * Encodes the specified EventBatch message. Does not implicitly {@link cairn.v1.EventBatch.verify|verify} messages.
             * @param message EventBatch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.EventBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EventBatch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.EventBatch & cairn.v1.EventBatch.$Shape} EventBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.EventBatch & cairn.v1.EventBatch.$Shape;
        }

        namespace EventBatch {

            /** Properties of an EventBatch. */
            interface $Properties {

                /** EventBatch raft_term */
                raft_term?: (number|Long|null);

                /** EventBatch first_revision */
                first_revision?: (number|Long|null);

                /** EventBatch last_revision */
                last_revision?: (number|Long|null);

                /** EventBatch compact_revision */
                compact_revision?: (number|Long|null);

                /** EventBatch events */
                events?: (cairn.v1.WatchEvent.$Properties[]|null);

                /** EventBatch omitted */
                omitted?: (boolean|null);

                /** EventBatch compacted */
                compacted?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EventBatch. */
            type $Shape = cairn.v1.EventBatch.$Properties;
        }

        /**
         * Properties of a WatchEvent.
         * @deprecated Use cairn.v1.WatchEvent.$Properties instead.
         */
        interface IWatchEvent extends cairn.v1.WatchEvent.$Properties {
        }

        /** Represents a WatchEvent. */
        class WatchEvent {

            /**
             * Constructs a new WatchEvent.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.WatchEvent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** WatchEvent type. */
            type: number;

            /** WatchEvent kv. */
            kv: Uint8Array;

            /** WatchEvent prev_kv. */
            prev_kv: Uint8Array;

            /**
             * Creates a new WatchEvent instance using the specified properties.
             * @param [properties] Properties to set
             * @returns WatchEvent instance
             */
            static create(properties: cairn.v1.WatchEvent.$Shape): cairn.v1.WatchEvent & cairn.v1.WatchEvent.$Shape;
            static create(properties?: cairn.v1.WatchEvent.$Properties): cairn.v1.WatchEvent;

            /**
             * Encodes the specified WatchEvent message. Does not implicitly {@link cairn.v1.WatchEvent.verify|verify} messages.
             * @param message WatchEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.WatchEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a WatchEvent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.WatchEvent & cairn.v1.WatchEvent.$Shape} WatchEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.WatchEvent & cairn.v1.WatchEvent.$Shape;
        }

        namespace WatchEvent {

            /** Properties of a WatchEvent. */
            interface $Properties {

                /** WatchEvent type */
                type?: (number|null);

                /** WatchEvent kv */
                kv?: (Uint8Array|null);

                /** WatchEvent prev_kv */
                prev_kv?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a WatchEvent. */
            type $Shape = cairn.v1.WatchEvent.$Properties;
        }

        /**
         * Properties of a MetricsRequest.
         * @deprecated Use cairn.v1.MetricsRequest.$Properties instead.
         */
        interface IMetricsRequest extends cairn.v1.MetricsRequest.$Properties {
        }

        /** Represents a MetricsRequest. */
        class MetricsRequest {

            /**
             * Constructs a new MetricsRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.MetricsRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new MetricsRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MetricsRequest instance
             */
            static create(properties: cairn.v1.MetricsRequest.$Shape): cairn.v1.MetricsRequest & cairn.v1.MetricsRequest.$Shape;
            static create(properties?: cairn.v1.MetricsRequest.$Properties): cairn.v1.MetricsRequest;

            /**
             * Encodes the specified MetricsRequest message. Does not implicitly {@link cairn.v1.MetricsRequest.verify|verify} messages.
             * @param message MetricsRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.MetricsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MetricsRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.MetricsRequest & cairn.v1.MetricsRequest.$Shape} MetricsRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.MetricsRequest & cairn.v1.MetricsRequest.$Shape;
        }

        namespace MetricsRequest {

            /** Properties of a MetricsRequest. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MetricsRequest. */
            type $Shape = cairn.v1.MetricsRequest.$Properties;
        }

        /**
         * Properties of a MetricsResponse.
         * @deprecated Use cairn.v1.MetricsResponse.$Properties instead.
         */
        interface IMetricsResponse extends cairn.v1.MetricsResponse.$Properties {
        }

        /** Represents a MetricsResponse. */
        class MetricsResponse {

            /**
             * Constructs a new MetricsResponse.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.MetricsResponse.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** MetricsResponse text. */
            text: string;

            /**
             * Creates a new MetricsResponse instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MetricsResponse instance
             */
            static create(properties: cairn.v1.MetricsResponse.$Shape): cairn.v1.MetricsResponse & cairn.v1.MetricsResponse.$Shape;
            static create(properties?: cairn.v1.MetricsResponse.$Properties): cairn.v1.MetricsResponse;

            /**
             * Encodes the specified MetricsResponse message. Does not implicitly {@link cairn.v1.MetricsResponse.verify|verify} messages.
             * @param message MetricsResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.MetricsResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MetricsResponse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.MetricsResponse & cairn.v1.MetricsResponse.$Shape} MetricsResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.MetricsResponse & cairn.v1.MetricsResponse.$Shape;
        }

        namespace MetricsResponse {

            /** Properties of a MetricsResponse. */
            interface $Properties {

                /** MetricsResponse text */
                text?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MetricsResponse. */
            type $Shape = cairn.v1.MetricsResponse.$Properties;
        }

        /**
         * Properties of a KeeperMessage.
         * @deprecated Use cairn.v1.KeeperMessage.$Properties instead.
         */
        interface IKeeperMessage extends cairn.v1.KeeperMessage.$Properties {
        }

        /** Represents a KeeperMessage. */
        class KeeperMessage {

            /**
             * Constructs a new KeeperMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.KeeperMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** KeeperMessage hello. */
            hello?: (cairn.v1.KeeperHello.$Properties|null);

            /** KeeperMessage ping. */
            ping?: (cairn.v1.KeeperPing.$Properties|null);

            /** KeeperMessage revoke. */
            revoke?: (cairn.v1.KeeperRevoke.$Properties|null);

            /** KeeperMessage checkpoint. */
            checkpoint?: (cairn.v1.KeeperCheckpoint.$Properties|null);

            /** KeeperMessage query. */
            query?: (cairn.v1.LeaseQuery.$Properties|null);

            /** KeeperMessage message. */
            message?: ("hello"|"ping"|"revoke"|"checkpoint"|"query");

            /**
             * Creates a new KeeperMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns KeeperMessage instance
             */
            static create(properties: cairn.v1.KeeperMessage.$Shape): cairn.v1.KeeperMessage & cairn.v1.KeeperMessage.$Shape;
            static create(properties?: cairn.v1.KeeperMessage.$Properties): cairn.v1.KeeperMessage;

            /**
             * Encodes the specified KeeperMessage message. Does not implicitly {@link cairn.v1.KeeperMessage.verify|verify} messages.
             * @param message KeeperMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.KeeperMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a KeeperMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.KeeperMessage & cairn.v1.KeeperMessage.$Shape} KeeperMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.KeeperMessage & cairn.v1.KeeperMessage.$Shape;
        }

        namespace KeeperMessage {

            /** Properties of a KeeperMessage. */
            interface $Properties {

                /** KeeperMessage hello */
                hello?: (cairn.v1.KeeperHello.$Properties|null);

                /** KeeperMessage ping */
                ping?: (cairn.v1.KeeperPing.$Properties|null);

                /** KeeperMessage revoke */
                revoke?: (cairn.v1.KeeperRevoke.$Properties|null);

                /** KeeperMessage checkpoint */
                checkpoint?: (cairn.v1.KeeperCheckpoint.$Properties|null);

                /** KeeperMessage query */
                query?: (cairn.v1.LeaseQuery.$Properties|null);

                /** KeeperMessage message */
                message?: ("hello"|"ping"|"revoke"|"checkpoint"|"query");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a KeeperMessage. */
            type $Shape = {
              hello?: cairn.v1.KeeperHello.$Shape|null;
              ping?: cairn.v1.KeeperPing.$Shape|null;
              revoke?: cairn.v1.KeeperRevoke.$Shape|null;
              checkpoint?: cairn.v1.KeeperCheckpoint.$Shape|null;
              query?: cairn.v1.LeaseQuery.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ message?: undefined; hello?: null; ping?: null; revoke?: null; checkpoint?: null; query?: null }|{ message?: "hello"; hello: cairn.v1.KeeperHello.$Shape; ping?: null; revoke?: null; checkpoint?: null; query?: null }|{ message?: "ping"; hello?: null; ping: cairn.v1.KeeperPing.$Shape; revoke?: null; checkpoint?: null; query?: null }|{ message?: "revoke"; hello?: null; ping?: null; revoke: cairn.v1.KeeperRevoke.$Shape; checkpoint?: null; query?: null }|{ message?: "checkpoint"; hello?: null; ping?: null; revoke?: null; checkpoint: cairn.v1.KeeperCheckpoint.$Shape; query?: null }|{ message?: "query"; hello?: null; ping?: null; revoke?: null; checkpoint?: null; query: cairn.v1.LeaseQuery.$Shape })
            );
        }

        /**
         * Properties of a KeeperHello.
         * @deprecated Use cairn.v1.KeeperHello.$Properties instead.
         */
        interface IKeeperHello extends cairn.v1.KeeperHello.$Properties {
        }

        /** Represents a KeeperHello. */
        class KeeperHello {

            /**
             * Constructs a new KeeperHello.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.KeeperHello.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** KeeperHello keeper_id. */
            keeper_id: string;

            /** KeeperHello address. */
            address: string;

            /**
             * Creates a new KeeperHello instance using the specified properties.
             * @param [properties] Properties to set
             * @returns KeeperHello instance
             */
            static create(properties: cairn.v1.KeeperHello.$Shape): cairn.v1.KeeperHello & cairn.v1.KeeperHello.$Shape;
            static create(properties?: cairn.v1.KeeperHello.$Properties): cairn.v1.KeeperHello;

            /**
             * Encodes the specified KeeperHello message. Does not implicitly {@link cairn.v1.KeeperHello.verify|verify} messages.
             * @param message KeeperHello message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.KeeperHello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a KeeperHello message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.KeeperHello & cairn.v1.KeeperHello.$Shape} KeeperHello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.KeeperHello & cairn.v1.KeeperHello.$Shape;
        }

        namespace KeeperHello {

            /** Properties of a KeeperHello. */
            interface $Properties {

                /** KeeperHello keeper_id */
                keeper_id?: (string|null);

                /** KeeperHello address */
                address?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a KeeperHello. */
            type $Shape = cairn.v1.KeeperHello.$Properties;
        }

        /**
         * Properties of a KeeperPing.
         * @deprecated Use cairn.v1.KeeperPing.$Properties instead.
         */
        interface IKeeperPing extends cairn.v1.KeeperPing.$Properties {
        }

        /** Represents a KeeperPing. */
        class KeeperPing {

            /**
             * Constructs a new KeeperPing.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.KeeperPing.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** KeeperPing nonce. */
            nonce: number;

            /** KeeperPing epoch. */
            epoch: (number|Long);

            /**
             * Creates a new KeeperPing instance using the specified properties.
             * @param [properties] Properties to set
             * @returns KeeperPing instance
             */
            static create(properties: cairn.v1.KeeperPing.$Shape): cairn.v1.KeeperPing & cairn.v1.KeeperPing.$Shape;
            static create(properties?: cairn.v1.KeeperPing.$Properties): cairn.v1.KeeperPing;

            /**
             * Encodes the specified KeeperPing message. Does not implicitly {@link cairn.v1.KeeperPing.verify|verify} messages.
             * @param message KeeperPing message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.KeeperPing.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a KeeperPing message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.KeeperPing & cairn.v1.KeeperPing.$Shape} KeeperPing
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.KeeperPing & cairn.v1.KeeperPing.$Shape;
        }

        namespace KeeperPing {

            /** Properties of a KeeperPing. */
            interface $Properties {

                /** KeeperPing nonce */
                nonce?: (number|null);

                /** KeeperPing epoch */
                epoch?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a KeeperPing. */
            type $Shape = cairn.v1.KeeperPing.$Properties;
        }

        /**
         * Properties of a KeeperRevoke.
         * @deprecated Use cairn.v1.KeeperRevoke.$Properties instead.
         */
        interface IKeeperRevoke extends cairn.v1.KeeperRevoke.$Properties {
        }

        /** Represents a KeeperRevoke. */
        class KeeperRevoke {

            /**
             * Constructs a new KeeperRevoke.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.KeeperRevoke.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** KeeperRevoke epoch. */
            epoch: (number|Long);

            /** KeeperRevoke ids. */
            ids: (number|Long)[];

            /**
             * Creates a new KeeperRevoke instance using the specified properties.
             * @param [properties] Properties to set
             * @returns KeeperRevoke instance
             */
            static create(properties: cairn.v1.KeeperRevoke.$Shape): cairn.v1.KeeperRevoke & cairn.v1.KeeperRevoke.$Shape;
            static create(properties?: cairn.v1.KeeperRevoke.$Properties): cairn.v1.KeeperRevoke;

            /**
             * Encodes the specified KeeperRevoke message. Does not implicitly {@link cairn.v1.KeeperRevoke.verify|verify} messages.
             * @param message KeeperRevoke message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.KeeperRevoke.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a KeeperRevoke message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.KeeperRevoke & cairn.v1.KeeperRevoke.$Shape} KeeperRevoke
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.KeeperRevoke & cairn.v1.KeeperRevoke.$Shape;
        }

        namespace KeeperRevoke {

            /** Properties of a KeeperRevoke. */
            interface $Properties {

                /** KeeperRevoke epoch */
                epoch?: (number|Long|null);

                /** KeeperRevoke ids */
                ids?: ((number|Long)[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a KeeperRevoke. */
            type $Shape = cairn.v1.KeeperRevoke.$Properties;
        }

        /**
         * Properties of a KeeperCheckpoint.
         * @deprecated Use cairn.v1.KeeperCheckpoint.$Properties instead.
         */
        interface IKeeperCheckpoint extends cairn.v1.KeeperCheckpoint.$Properties {
        }

        /** Represents a KeeperCheckpoint. */
        class KeeperCheckpoint {

            /**
             * Constructs a new KeeperCheckpoint.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.KeeperCheckpoint.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** KeeperCheckpoint epoch. */
            epoch: (number|Long);

            /** KeeperCheckpoint leases. */
            leases: leasepb.Lease.$Properties[];

            /**
             * Creates a new KeeperCheckpoint instance using the specified properties.
             * @param [properties] Properties to set
             * @returns KeeperCheckpoint instance
             */
            static create(properties: cairn.v1.KeeperCheckpoint.$Shape): cairn.v1.KeeperCheckpoint & cairn.v1.KeeperCheckpoint.$Shape;
            static create(properties?: cairn.v1.KeeperCheckpoint.$Properties): cairn.v1.KeeperCheckpoint;

            /**
             * Encodes the specified KeeperCheckpoint message. Does not implicitly {@link cairn.v1.KeeperCheckpoint.verify|verify} messages.
             * @param message KeeperCheckpoint message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.KeeperCheckpoint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a KeeperCheckpoint message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.KeeperCheckpoint & cairn.v1.KeeperCheckpoint.$Shape} KeeperCheckpoint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.KeeperCheckpoint & cairn.v1.KeeperCheckpoint.$Shape;
        }

        namespace KeeperCheckpoint {

            /** Properties of a KeeperCheckpoint. */
            interface $Properties {

                /** KeeperCheckpoint epoch */
                epoch?: (number|Long|null);

                /** KeeperCheckpoint leases */
                leases?: (leasepb.Lease.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a KeeperCheckpoint. */
            type $Shape = cairn.v1.KeeperCheckpoint.$Properties;
        }

        /**
         * Properties of a LeaseQuery.
         * @deprecated Use cairn.v1.LeaseQuery.$Properties instead.
         */
        interface ILeaseQuery extends cairn.v1.LeaseQuery.$Properties {
        }

        /** Represents a LeaseQuery. */
        class LeaseQuery {

            /**
             * Constructs a new LeaseQuery.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.LeaseQuery.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LeaseQuery id. */
            id: number;

            /** LeaseQuery lease_id. */
            lease_id: (number|Long);

            /**
             * Creates a new LeaseQuery instance using the specified properties.
             * @param [properties] Properties to set
             * @returns LeaseQuery instance
             */
            static create(properties: cairn.v1.LeaseQuery.$Shape): cairn.v1.LeaseQuery & cairn.v1.LeaseQuery.$Shape;
            static create(properties?: cairn.v1.LeaseQuery.$Properties): cairn.v1.LeaseQuery;

            /**
             * Encodes the specified LeaseQuery message. Does not implicitly {@link cairn.v1.LeaseQuery.verify|verify} messages.
             * @param message LeaseQuery message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.LeaseQuery.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LeaseQuery message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.LeaseQuery & cairn.v1.LeaseQuery.$Shape} LeaseQuery
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.LeaseQuery & cairn.v1.LeaseQuery.$Shape;
        }

        namespace LeaseQuery {

            /** Properties of a LeaseQuery. */
            interface $Properties {

                /** LeaseQuery id */
                id?: (number|null);

                /** LeaseQuery lease_id */
                lease_id?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LeaseQuery. */
            type $Shape = cairn.v1.LeaseQuery.$Properties;
        }

        /**
         * Properties of a LeaseFeedMessage.
         * @deprecated Use cairn.v1.LeaseFeedMessage.$Properties instead.
         */
        interface ILeaseFeedMessage extends cairn.v1.LeaseFeedMessage.$Properties {
        }

        /** Represents a LeaseFeedMessage. */
        class LeaseFeedMessage {

            /**
             * Constructs a new LeaseFeedMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.LeaseFeedMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LeaseFeedMessage not_leader. */
            not_leader?: (cairn.v1.NotLeader.$Properties|null);

            /** LeaseFeedMessage standby. */
            standby?: (cairn.v1.Standby.$Properties|null);

            /** LeaseFeedMessage primary. */
            primary?: (cairn.v1.Primary.$Properties|null);

            /** LeaseFeedMessage changes. */
            changes?: (cairn.v1.LeaseChanges.$Properties|null);

            /** LeaseFeedMessage pong. */
            pong?: (cairn.v1.KeeperPong.$Properties|null);

            /** LeaseFeedMessage query_result. */
            query_result?: (cairn.v1.LeaseQueryResult.$Properties|null);

            /** LeaseFeedMessage message. */
            message?: ("not_leader"|"standby"|"primary"|"changes"|"pong"|"query_result");

            /**
             * Creates a new LeaseFeedMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns LeaseFeedMessage instance
             */
            static create(properties: cairn.v1.LeaseFeedMessage.$Shape): cairn.v1.LeaseFeedMessage & cairn.v1.LeaseFeedMessage.$Shape;
            static create(properties?: cairn.v1.LeaseFeedMessage.$Properties): cairn.v1.LeaseFeedMessage;

            /**
             * Encodes the specified LeaseFeedMessage message. Does not implicitly {@link cairn.v1.LeaseFeedMessage.verify|verify} messages.
             * @param message LeaseFeedMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.LeaseFeedMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LeaseFeedMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.LeaseFeedMessage & cairn.v1.LeaseFeedMessage.$Shape} LeaseFeedMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.LeaseFeedMessage & cairn.v1.LeaseFeedMessage.$Shape;
        }

        namespace LeaseFeedMessage {

            /** Properties of a LeaseFeedMessage. */
            interface $Properties {

                /** LeaseFeedMessage not_leader */
                not_leader?: (cairn.v1.NotLeader.$Properties|null);

                /** LeaseFeedMessage standby */
                standby?: (cairn.v1.Standby.$Properties|null);

                /** LeaseFeedMessage primary */
                primary?: (cairn.v1.Primary.$Properties|null);

                /** LeaseFeedMessage changes */
                changes?: (cairn.v1.LeaseChanges.$Properties|null);

                /** LeaseFeedMessage pong */
                pong?: (cairn.v1.KeeperPong.$Properties|null);

                /** LeaseFeedMessage query_result */
                query_result?: (cairn.v1.LeaseQueryResult.$Properties|null);

                /** LeaseFeedMessage message */
                message?: ("not_leader"|"standby"|"primary"|"changes"|"pong"|"query_result");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a LeaseFeedMessage. */
            type $Shape = {
              not_leader?: cairn.v1.NotLeader.$Shape|null;
              standby?: cairn.v1.Standby.$Shape|null;
              primary?: cairn.v1.Primary.$Shape|null;
              changes?: cairn.v1.LeaseChanges.$Shape|null;
              pong?: cairn.v1.KeeperPong.$Shape|null;
              query_result?: cairn.v1.LeaseQueryResult.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ message?: undefined; not_leader?: null; standby?: null; primary?: null; changes?: null; pong?: null; query_result?: null }|{ message?: "not_leader"; not_leader: cairn.v1.NotLeader.$Shape; standby?: null; primary?: null; changes?: null; pong?: null; query_result?: null }|{ message?: "standby"; not_leader?: null; standby: cairn.v1.Standby.$Shape; primary?: null; changes?: null; pong?: null; query_result?: null }|{ message?: "primary"; not_leader?: null; standby?: null; primary: cairn.v1.Primary.$Shape; changes?: null; pong?: null; query_result?: null }|{ message?: "changes"; not_leader?: null; standby?: null; primary?: null; changes: cairn.v1.LeaseChanges.$Shape; pong?: null; query_result?: null }|{ message?: "pong"; not_leader?: null; standby?: null; primary?: null; changes?: null; pong: cairn.v1.KeeperPong.$Shape; query_result?: null }|{ message?: "query_result"; not_leader?: null; standby?: null; primary?: null; changes?: null; pong?: null; query_result: cairn.v1.LeaseQueryResult.$Shape })
            );
        }

        /**
         * Properties of a NotLeader.
         * @deprecated Use cairn.v1.NotLeader.$Properties instead.
         */
        interface INotLeader extends cairn.v1.NotLeader.$Properties {
        }

        /** Represents a NotLeader. */
        class NotLeader {

            /**
             * Constructs a new NotLeader.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.NotLeader.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NotLeader leader_id. */
            leader_id: (number|Long);

            /**
             * Creates a new NotLeader instance using the specified properties.
             * @param [properties] Properties to set
             * @returns NotLeader instance
             */
            static create(properties: cairn.v1.NotLeader.$Shape): cairn.v1.NotLeader & cairn.v1.NotLeader.$Shape;
            static create(properties?: cairn.v1.NotLeader.$Properties): cairn.v1.NotLeader;

            /**
             * Encodes the specified NotLeader message. Does not implicitly {@link cairn.v1.NotLeader.verify|verify} messages.
             * @param message NotLeader message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.NotLeader.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NotLeader message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.NotLeader & cairn.v1.NotLeader.$Shape} NotLeader
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.NotLeader & cairn.v1.NotLeader.$Shape;
        }

        namespace NotLeader {

            /** Properties of a NotLeader. */
            interface $Properties {

                /** NotLeader leader_id */
                leader_id?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NotLeader. */
            type $Shape = cairn.v1.NotLeader.$Properties;
        }

        /**
         * Properties of a Standby.
         * @deprecated Use cairn.v1.Standby.$Properties instead.
         */
        interface IStandby extends cairn.v1.Standby.$Properties {
        }

        /** Represents a Standby. */
        class Standby {

            /**
             * Constructs a new Standby.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.Standby.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Standby epoch. */
            epoch: (number|Long);

            /** Standby primary_address. */
            primary_address: string;

            /**
             * Creates a new Standby instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Standby instance
             */
            static create(properties: cairn.v1.Standby.$Shape): cairn.v1.Standby & cairn.v1.Standby.$Shape;
            static create(properties?: cairn.v1.Standby.$Properties): cairn.v1.Standby;

            /**
             * Encodes the specified Standby message. Does not implicitly {@link cairn.v1.Standby.verify|verify} messages.
             * @param message Standby message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.Standby.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Standby message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.Standby & cairn.v1.Standby.$Shape} Standby
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.Standby & cairn.v1.Standby.$Shape;
        }

        namespace Standby {

            /** Properties of a Standby. */
            interface $Properties {

                /** Standby epoch */
                epoch?: (number|Long|null);

                /** Standby primary_address */
                primary_address?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Standby. */
            type $Shape = cairn.v1.Standby.$Properties;
        }

        /**
         * Properties of a Primary.
         * @deprecated Use cairn.v1.Primary.$Properties instead.
         */
        interface IPrimary extends cairn.v1.Primary.$Properties {
        }

        /** Represents a Primary. */
        class Primary {

            /**
             * Constructs a new Primary.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.Primary.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Primary epoch. */
            epoch: (number|Long);

            /** Primary leases. */
            leases: leasepb.Lease.$Properties[];

            /** Primary grace_ms. */
            grace_ms: number;

            /**
             * Creates a new Primary instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Primary instance
             */
            static create(properties: cairn.v1.Primary.$Shape): cairn.v1.Primary & cairn.v1.Primary.$Shape;
            static create(properties?: cairn.v1.Primary.$Properties): cairn.v1.Primary;

            /**
             * Encodes the specified Primary message. Does not implicitly {@link cairn.v1.Primary.verify|verify} messages.
             * @param message Primary message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.Primary.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Primary message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.Primary & cairn.v1.Primary.$Shape} Primary
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.Primary & cairn.v1.Primary.$Shape;
        }

        namespace Primary {

            /** Properties of a Primary. */
            interface $Properties {

                /** Primary epoch */
                epoch?: (number|Long|null);

                /** Primary leases */
                leases?: (leasepb.Lease.$Properties[]|null);

                /** Primary grace_ms */
                grace_ms?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Primary. */
            type $Shape = cairn.v1.Primary.$Properties;
        }

        /**
         * Properties of a LeaseChange.
         * @deprecated Use cairn.v1.LeaseChange.$Properties instead.
         */
        interface ILeaseChange extends cairn.v1.LeaseChange.$Properties {
        }

        /** Represents a LeaseChange. */
        class LeaseChange {

            /**
             * Constructs a new LeaseChange.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.LeaseChange.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LeaseChange granted. */
            granted?: (leasepb.Lease.$Properties|null);

            /** LeaseChange revoked. */
            revoked?: (number|Long|null);

            /** LeaseChange checkpointed. */
            checkpointed?: (leasepb.Lease.$Properties|null);

            /** LeaseChange change. */
            change?: ("granted"|"revoked"|"checkpointed");

            /**
             * Creates a new LeaseChange instance using the specified properties.
             * @param [properties] Properties to set
             * @returns LeaseChange instance
             */
            static create(properties: cairn.v1.LeaseChange.$Shape): cairn.v1.LeaseChange & cairn.v1.LeaseChange.$Shape;
            static create(properties?: cairn.v1.LeaseChange.$Properties): cairn.v1.LeaseChange;

            /**
             * Encodes the specified LeaseChange message. Does not implicitly {@link cairn.v1.LeaseChange.verify|verify} messages.
             * @param message LeaseChange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.LeaseChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LeaseChange message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.LeaseChange & cairn.v1.LeaseChange.$Shape} LeaseChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.LeaseChange & cairn.v1.LeaseChange.$Shape;
        }

        namespace LeaseChange {

            /** Properties of a LeaseChange. */
            interface $Properties {

                /** LeaseChange granted */
                granted?: (leasepb.Lease.$Properties|null);

                /** LeaseChange revoked */
                revoked?: (number|Long|null);

                /** LeaseChange checkpointed */
                checkpointed?: (leasepb.Lease.$Properties|null);

                /** LeaseChange change */
                change?: ("granted"|"revoked"|"checkpointed");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a LeaseChange. */
            type $Shape = {
              granted?: leasepb.Lease.$Shape|null;
              revoked?: number|Long|null;
              checkpointed?: leasepb.Lease.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ change?: undefined; granted?: null; revoked?: null; checkpointed?: null }|{ change?: "granted"; granted: leasepb.Lease.$Shape; revoked?: null; checkpointed?: null }|{ change?: "revoked"; granted?: null; revoked: number|Long; checkpointed?: null }|{ change?: "checkpointed"; granted?: null; revoked?: null; checkpointed: leasepb.Lease.$Shape })
            );
        }

        /**
         * Properties of a LeaseChanges.
         * @deprecated Use cairn.v1.LeaseChanges.$Properties instead.
         */
        interface ILeaseChanges extends cairn.v1.LeaseChanges.$Properties {
        }

        /** Represents a LeaseChanges. */
        class LeaseChanges {

            /**
             * Constructs a new LeaseChanges.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.LeaseChanges.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LeaseChanges changes. */
            changes: cairn.v1.LeaseChange.$Properties[];

            /**
             * Creates a new LeaseChanges instance using the specified properties.
             * @param [properties] Properties to set
             * @returns LeaseChanges instance
             */
            static create(properties: cairn.v1.LeaseChanges.$Shape): cairn.v1.LeaseChanges & cairn.v1.LeaseChanges.$Shape;
            static create(properties?: cairn.v1.LeaseChanges.$Properties): cairn.v1.LeaseChanges;

            /**
             * Encodes the specified LeaseChanges message. Does not implicitly {@link cairn.v1.LeaseChanges.verify|verify} messages.
             * @param message LeaseChanges message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.LeaseChanges.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LeaseChanges message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.LeaseChanges & cairn.v1.LeaseChanges.$Shape} LeaseChanges
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.LeaseChanges & cairn.v1.LeaseChanges.$Shape;
        }

        namespace LeaseChanges {

            /** Properties of a LeaseChanges. */
            interface $Properties {

                /** LeaseChanges changes */
                changes?: (cairn.v1.LeaseChange.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LeaseChanges. */
            type $Shape = {
              changes?: cairn.v1.LeaseChange.$Shape[]|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a KeeperPong.
         * @deprecated Use cairn.v1.KeeperPong.$Properties instead.
         */
        interface IKeeperPong extends cairn.v1.KeeperPong.$Properties {
        }

        /** Represents a KeeperPong. */
        class KeeperPong {

            /**
             * Constructs a new KeeperPong.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.KeeperPong.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** KeeperPong nonce. */
            nonce: number;

            /**
             * Creates a new KeeperPong instance using the specified properties.
             * @param [properties] Properties to set
             * @returns KeeperPong instance
             */
            static create(properties: cairn.v1.KeeperPong.$Shape): cairn.v1.KeeperPong & cairn.v1.KeeperPong.$Shape;
            static create(properties?: cairn.v1.KeeperPong.$Properties): cairn.v1.KeeperPong;

            /**
             * Encodes the specified KeeperPong message. Does not implicitly {@link cairn.v1.KeeperPong.verify|verify} messages.
             * @param message KeeperPong message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.KeeperPong.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a KeeperPong message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.KeeperPong & cairn.v1.KeeperPong.$Shape} KeeperPong
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.KeeperPong & cairn.v1.KeeperPong.$Shape;
        }

        namespace KeeperPong {

            /** Properties of a KeeperPong. */
            interface $Properties {

                /** KeeperPong nonce */
                nonce?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a KeeperPong. */
            type $Shape = cairn.v1.KeeperPong.$Properties;
        }

        /**
         * Properties of a LeaseQueryResult.
         * @deprecated Use cairn.v1.LeaseQueryResult.$Properties instead.
         */
        interface ILeaseQueryResult extends cairn.v1.LeaseQueryResult.$Properties {
        }

        /** Represents a LeaseQueryResult. */
        class LeaseQueryResult {

            /**
             * Constructs a new LeaseQueryResult.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.LeaseQueryResult.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LeaseQueryResult id. */
            id: number;

            /** LeaseQueryResult found. */
            found: boolean;

            /**
             * Creates a new LeaseQueryResult instance using the specified properties.
             * @param [properties] Properties to set
             * @returns LeaseQueryResult instance
             */
            static create(properties: cairn.v1.LeaseQueryResult.$Shape): cairn.v1.LeaseQueryResult & cairn.v1.LeaseQueryResult.$Shape;
            static create(properties?: cairn.v1.LeaseQueryResult.$Properties): cairn.v1.LeaseQueryResult;

            /**
             * Encodes the specified LeaseQueryResult message. Does not implicitly {@link cairn.v1.LeaseQueryResult.verify|verify} messages.
             * @param message LeaseQueryResult message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.LeaseQueryResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LeaseQueryResult message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.LeaseQueryResult & cairn.v1.LeaseQueryResult.$Shape} LeaseQueryResult
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.LeaseQueryResult & cairn.v1.LeaseQueryResult.$Shape;
        }

        namespace LeaseQueryResult {

            /** Properties of a LeaseQueryResult. */
            interface $Properties {

                /** LeaseQueryResult id */
                id?: (number|null);

                /** LeaseQueryResult found */
                found?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LeaseQueryResult. */
            type $Shape = cairn.v1.LeaseQueryResult.$Properties;
        }

        /**
         * Properties of a PeerBatch.
         * @deprecated Use cairn.v1.PeerBatch.$Properties instead.
         */
        interface IPeerBatch extends cairn.v1.PeerBatch.$Properties {
        }

        /** Represents a PeerBatch. */
        class PeerBatch {

            /**
             * Constructs a new PeerBatch.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.PeerBatch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PeerBatch cluster_id. */
            cluster_id: (number|Long);

            /** PeerBatch from. */
            from: (number|Long);

            /** PeerBatch to. */
            to: (number|Long);

            /** PeerBatch messages. */
            messages: cairn.v1.RaftMessage.$Properties[];

            /** PeerBatch peer_urls. */
            peer_urls: string[];

            /**
             * Creates a new PeerBatch instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PeerBatch instance
             */
            static create(properties: cairn.v1.PeerBatch.$Shape): cairn.v1.PeerBatch & cairn.v1.PeerBatch.$Shape;
            static create(properties?: cairn.v1.PeerBatch.$Properties): cairn.v1.PeerBatch;

            /**
             * Encodes the specified PeerBatch message. Does not implicitly {@link cairn.v1.PeerBatch.verify|verify} messages.
             * @param message PeerBatch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.PeerBatch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PeerBatch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.PeerBatch & cairn.v1.PeerBatch.$Shape} PeerBatch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.PeerBatch & cairn.v1.PeerBatch.$Shape;
        }

        namespace PeerBatch {

            /** Properties of a PeerBatch. */
            interface $Properties {

                /** PeerBatch cluster_id */
                cluster_id?: (number|Long|null);

                /** PeerBatch from */
                from?: (number|Long|null);

                /** PeerBatch to */
                to?: (number|Long|null);

                /** PeerBatch messages */
                messages?: (cairn.v1.RaftMessage.$Properties[]|null);

                /** PeerBatch peer_urls */
                peer_urls?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PeerBatch. */
            type $Shape = cairn.v1.PeerBatch.$Properties;
        }

        /**
         * Properties of a PeerNotice.
         * @deprecated Use cairn.v1.PeerNotice.$Properties instead.
         */
        interface IPeerNotice extends cairn.v1.PeerNotice.$Properties {
        }

        /** Represents a PeerNotice. */
        class PeerNotice {

            /**
             * Constructs a new PeerNotice.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.PeerNotice.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new PeerNotice instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PeerNotice instance
             */
            static create(properties: cairn.v1.PeerNotice.$Shape): cairn.v1.PeerNotice & cairn.v1.PeerNotice.$Shape;
            static create(properties?: cairn.v1.PeerNotice.$Properties): cairn.v1.PeerNotice;

            /**
             * Encodes the specified PeerNotice message. Does not implicitly {@link cairn.v1.PeerNotice.verify|verify} messages.
             * @param message PeerNotice message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.PeerNotice.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PeerNotice message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.PeerNotice & cairn.v1.PeerNotice.$Shape} PeerNotice
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.PeerNotice & cairn.v1.PeerNotice.$Shape;
        }

        namespace PeerNotice {

            /** Properties of a PeerNotice. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PeerNotice. */
            type $Shape = cairn.v1.PeerNotice.$Properties;
        }

        /**
         * Properties of a RaftMessage.
         * @deprecated Use cairn.v1.RaftMessage.$Properties instead.
         */
        interface IRaftMessage extends cairn.v1.RaftMessage.$Properties {
        }

        /** Represents a RaftMessage. */
        class RaftMessage {

            /**
             * Constructs a new RaftMessage.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.RaftMessage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RaftMessage type. */
            type: number;

            /** RaftMessage to. */
            to: (number|Long);

            /** RaftMessage from. */
            from: (number|Long);

            /** RaftMessage term. */
            term: (number|Long);

            /** RaftMessage log_term. */
            log_term: (number|Long);

            /** RaftMessage index. */
            index: (number|Long);

            /** RaftMessage commit. */
            commit: (number|Long);

            /** RaftMessage entries. */
            entries: cairn.v1.LogEntry.$Properties[];

            /** RaftMessage reject. */
            reject: boolean;

            /** RaftMessage reject_hint. */
            reject_hint: (number|Long);

            /** RaftMessage context. */
            context: (number|Long);

            /** RaftMessage snapshot. */
            snapshot?: (cairn.v1.SnapshotMeta.$Properties|null);

            /**
             * Creates a new RaftMessage instance using the specified properties.
             * @param [properties] Properties to set
             * @returns RaftMessage instance
             */
            static create(properties: cairn.v1.RaftMessage.$Shape): cairn.v1.RaftMessage & cairn.v1.RaftMessage.$Shape;
            static create(properties?: cairn.v1.RaftMessage.$Properties): cairn.v1.RaftMessage;

            /**
             * Encodes the specified RaftMessage message. Does not implicitly {@link cairn.v1.RaftMessage.verify|verify} messages.
             * @param message RaftMessage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.RaftMessage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RaftMessage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.RaftMessage & cairn.v1.RaftMessage.$Shape} RaftMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.RaftMessage & cairn.v1.RaftMessage.$Shape;
        }

        namespace RaftMessage {

            /** Properties of a RaftMessage. */
            interface $Properties {

                /** RaftMessage type */
                type?: (number|null);

                /** RaftMessage to */
                to?: (number|Long|null);

                /** RaftMessage from */
                from?: (number|Long|null);

                /** RaftMessage term */
                term?: (number|Long|null);

                /** RaftMessage log_term */
                log_term?: (number|Long|null);

                /** RaftMessage index */
                index?: (number|Long|null);

                /** RaftMessage commit */
                commit?: (number|Long|null);

                /** RaftMessage entries */
                entries?: (cairn.v1.LogEntry.$Properties[]|null);

                /** RaftMessage reject */
                reject?: (boolean|null);

                /** RaftMessage reject_hint */
                reject_hint?: (number|Long|null);

                /** RaftMessage context */
                context?: (number|Long|null);

                /** RaftMessage snapshot */
                snapshot?: (cairn.v1.SnapshotMeta.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RaftMessage. */
            type $Shape = cairn.v1.RaftMessage.$Properties;
        }

        /**
         * Properties of a LogEntry.
         * @deprecated Use cairn.v1.LogEntry.$Properties instead.
         */
        interface ILogEntry extends cairn.v1.LogEntry.$Properties {
        }

        /** Represents a LogEntry. */
        class LogEntry {

            /**
             * Constructs a new LogEntry.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.LogEntry.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LogEntry term. */
            term: (number|Long);

            /** LogEntry index. */
            index: (number|Long);

            /** LogEntry type. */
            type: number;

            /** LogEntry data. */
            data: Uint8Array;

            /**
             * Creates a new LogEntry instance using the specified properties.
             * @param [properties] Properties to set
             * @returns LogEntry instance
             */
            static create(properties: cairn.v1.LogEntry.$Shape): cairn.v1.LogEntry & cairn.v1.LogEntry.$Shape;
            static create(properties?: cairn.v1.LogEntry.$Properties): cairn.v1.LogEntry;

            /**
             * Encodes the specified LogEntry message. Does not implicitly {@link cairn.v1.LogEntry.verify|verify} messages.
             * @param message LogEntry message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.LogEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LogEntry message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.LogEntry & cairn.v1.LogEntry.$Shape} LogEntry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.LogEntry & cairn.v1.LogEntry.$Shape;
        }

        namespace LogEntry {

            /** Properties of a LogEntry. */
            interface $Properties {

                /** LogEntry term */
                term?: (number|Long|null);

                /** LogEntry index */
                index?: (number|Long|null);

                /** LogEntry type */
                type?: (number|null);

                /** LogEntry data */
                data?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LogEntry. */
            type $Shape = cairn.v1.LogEntry.$Properties;
        }

        /**
         * Properties of a ConfState.
         * @deprecated Use cairn.v1.ConfState.$Properties instead.
         */
        interface IConfState extends cairn.v1.ConfState.$Properties {
        }

        /** Represents a ConfState. */
        class ConfState {

            /**
             * Constructs a new ConfState.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.ConfState.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ConfState voters. */
            voters: (number|Long)[];

            /** ConfState learners. */
            learners: (number|Long)[];

            /** ConfState voters_outgoing. */
            voters_outgoing: (number|Long)[];

            /** ConfState learners_next. */
            learners_next: (number|Long)[];

            /** ConfState auto_leave. */
            auto_leave: boolean;

            /**
             * Creates a new ConfState instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ConfState instance
             */
            static create(properties: cairn.v1.ConfState.$Shape): cairn.v1.ConfState & cairn.v1.ConfState.$Shape;
            static create(properties?: cairn.v1.ConfState.$Properties): cairn.v1.ConfState;

            /**
             * Encodes the specified ConfState message. Does not implicitly {@link cairn.v1.ConfState.verify|verify} messages.
             * @param message ConfState message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.ConfState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ConfState message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.ConfState & cairn.v1.ConfState.$Shape} ConfState
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.ConfState & cairn.v1.ConfState.$Shape;
        }

        namespace ConfState {

            /** Properties of a ConfState. */
            interface $Properties {

                /** ConfState voters */
                voters?: ((number|Long)[]|null);

                /** ConfState learners */
                learners?: ((number|Long)[]|null);

                /** ConfState voters_outgoing */
                voters_outgoing?: ((number|Long)[]|null);

                /** ConfState learners_next */
                learners_next?: ((number|Long)[]|null);

                /** ConfState auto_leave */
                auto_leave?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ConfState. */
            type $Shape = cairn.v1.ConfState.$Properties;
        }

        /**
         * Properties of a SnapshotMeta.
         * @deprecated Use cairn.v1.SnapshotMeta.$Properties instead.
         */
        interface ISnapshotMeta extends cairn.v1.SnapshotMeta.$Properties {
        }

        /** Represents a SnapshotMeta. */
        class SnapshotMeta {

            /**
             * Constructs a new SnapshotMeta.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.SnapshotMeta.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SnapshotMeta index. */
            index: (number|Long);

            /** SnapshotMeta term. */
            term: (number|Long);

            /** SnapshotMeta conf_state. */
            conf_state?: (cairn.v1.ConfState.$Properties|null);

            /**
             * Creates a new SnapshotMeta instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SnapshotMeta instance
             */
            static create(properties: cairn.v1.SnapshotMeta.$Shape): cairn.v1.SnapshotMeta & cairn.v1.SnapshotMeta.$Shape;
            static create(properties?: cairn.v1.SnapshotMeta.$Properties): cairn.v1.SnapshotMeta;

            /**
             * Encodes the specified SnapshotMeta message. Does not implicitly {@link cairn.v1.SnapshotMeta.verify|verify} messages.
             * @param message SnapshotMeta message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.SnapshotMeta.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SnapshotMeta message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.SnapshotMeta & cairn.v1.SnapshotMeta.$Shape} SnapshotMeta
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.SnapshotMeta & cairn.v1.SnapshotMeta.$Shape;
        }

        namespace SnapshotMeta {

            /** Properties of a SnapshotMeta. */
            interface $Properties {

                /** SnapshotMeta index */
                index?: (number|Long|null);

                /** SnapshotMeta term */
                term?: (number|Long|null);

                /** SnapshotMeta conf_state */
                conf_state?: (cairn.v1.ConfState.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SnapshotMeta. */
            type $Shape = cairn.v1.SnapshotMeta.$Properties;
        }

        /**
         * Properties of a SnapshotRecord.
         * @deprecated Use cairn.v1.SnapshotRecord.$Properties instead.
         */
        interface ISnapshotRecord extends cairn.v1.SnapshotRecord.$Properties {
        }

        /** Represents a SnapshotRecord. */
        class SnapshotRecord {

            /**
             * Constructs a new SnapshotRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.SnapshotRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SnapshotRecord table. */
            table: number;

            /** SnapshotRecord key. */
            key: Uint8Array;

            /** SnapshotRecord value. */
            value: Uint8Array;

            /**
             * Creates a new SnapshotRecord instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SnapshotRecord instance
             */
            static create(properties: cairn.v1.SnapshotRecord.$Shape): cairn.v1.SnapshotRecord & cairn.v1.SnapshotRecord.$Shape;
            static create(properties?: cairn.v1.SnapshotRecord.$Properties): cairn.v1.SnapshotRecord;

            /**
             * Encodes the specified SnapshotRecord message. Does not implicitly {@link cairn.v1.SnapshotRecord.verify|verify} messages.
             * @param message SnapshotRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.SnapshotRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SnapshotRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.SnapshotRecord & cairn.v1.SnapshotRecord.$Shape} SnapshotRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.SnapshotRecord & cairn.v1.SnapshotRecord.$Shape;
        }

        namespace SnapshotRecord {

            /** Properties of a SnapshotRecord. */
            interface $Properties {

                /** SnapshotRecord table */
                table?: (number|null);

                /** SnapshotRecord key */
                key?: (Uint8Array|null);

                /** SnapshotRecord value */
                value?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SnapshotRecord. */
            type $Shape = cairn.v1.SnapshotRecord.$Properties;
        }

        /**
         * Properties of a SnapshotChunk.
         * @deprecated Use cairn.v1.SnapshotChunk.$Properties instead.
         */
        interface ISnapshotChunk extends cairn.v1.SnapshotChunk.$Properties {
        }

        /** Represents a SnapshotChunk. */
        class SnapshotChunk {

            /**
             * Constructs a new SnapshotChunk.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.SnapshotChunk.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SnapshotChunk message. */
            message?: (cairn.v1.RaftMessage.$Properties|null);

            /** SnapshotChunk cluster_id. */
            cluster_id: (number|Long);

            /** SnapshotChunk records. */
            records: cairn.v1.SnapshotRecord.$Properties[];

            /** SnapshotChunk crc. */
            crc: number;

            /** SnapshotChunk last. */
            last: boolean;

            /** SnapshotChunk snapshot_id. */
            snapshot_id: (number|Long);

            /**
             * Creates a new SnapshotChunk instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SnapshotChunk instance
             */
            static create(properties: cairn.v1.SnapshotChunk.$Shape): cairn.v1.SnapshotChunk & cairn.v1.SnapshotChunk.$Shape;
            static create(properties?: cairn.v1.SnapshotChunk.$Properties): cairn.v1.SnapshotChunk;

            /**
             * Encodes the specified SnapshotChunk message. Does not implicitly {@link cairn.v1.SnapshotChunk.verify|verify} messages.
             * @param message SnapshotChunk message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.SnapshotChunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SnapshotChunk message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.SnapshotChunk & cairn.v1.SnapshotChunk.$Shape} SnapshotChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.SnapshotChunk & cairn.v1.SnapshotChunk.$Shape;
        }

        namespace SnapshotChunk {

            /** Properties of a SnapshotChunk. */
            interface $Properties {

                /** SnapshotChunk message */
                message?: (cairn.v1.RaftMessage.$Properties|null);

                /** SnapshotChunk cluster_id */
                cluster_id?: (number|Long|null);

                /** SnapshotChunk records */
                records?: (cairn.v1.SnapshotRecord.$Properties[]|null);

                /** SnapshotChunk crc */
                crc?: (number|null);

                /** SnapshotChunk last */
                last?: (boolean|null);

                /** SnapshotChunk snapshot_id */
                snapshot_id?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SnapshotChunk. */
            type $Shape = cairn.v1.SnapshotChunk.$Properties;
        }

        /**
         * Properties of a SnapshotAnswer.
         * @deprecated Use cairn.v1.SnapshotAnswer.$Properties instead.
         */
        interface ISnapshotAnswer extends cairn.v1.SnapshotAnswer.$Properties {
        }

        /** Represents a SnapshotAnswer. */
        class SnapshotAnswer {

            /**
             * Constructs a new SnapshotAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.SnapshotAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SnapshotAnswer resume. */
            resume?: (cairn.v1.SnapshotResume.$Properties|null);

            /** SnapshotAnswer installed. */
            installed?: (cairn.v1.SnapshotInstalled.$Properties|null);

            /** SnapshotAnswer answer. */
            answer?: ("resume"|"installed");

            /**
             * Creates a new SnapshotAnswer instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SnapshotAnswer instance
             */
            static create(properties: cairn.v1.SnapshotAnswer.$Shape): cairn.v1.SnapshotAnswer & cairn.v1.SnapshotAnswer.$Shape;
            static create(properties?: cairn.v1.SnapshotAnswer.$Properties): cairn.v1.SnapshotAnswer;

            /**
             * Encodes the specified SnapshotAnswer message. Does not implicitly {@link cairn.v1.SnapshotAnswer.verify|verify} messages.
             * @param message SnapshotAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.SnapshotAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SnapshotAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.SnapshotAnswer & cairn.v1.SnapshotAnswer.$Shape} SnapshotAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.SnapshotAnswer & cairn.v1.SnapshotAnswer.$Shape;
        }

        namespace SnapshotAnswer {

            /** Properties of a SnapshotAnswer. */
            interface $Properties {

                /** SnapshotAnswer resume */
                resume?: (cairn.v1.SnapshotResume.$Properties|null);

                /** SnapshotAnswer installed */
                installed?: (cairn.v1.SnapshotInstalled.$Properties|null);

                /** SnapshotAnswer answer */
                answer?: ("resume"|"installed");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a SnapshotAnswer. */
            type $Shape = {
              resume?: cairn.v1.SnapshotResume.$Shape|null;
              installed?: cairn.v1.SnapshotInstalled.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ answer?: undefined; resume?: null; installed?: null }|{ answer?: "resume"; resume: cairn.v1.SnapshotResume.$Shape; installed?: null }|{ answer?: "installed"; resume?: null; installed: cairn.v1.SnapshotInstalled.$Shape })
            );
        }

        /**
         * Properties of a SnapshotResume.
         * @deprecated Use cairn.v1.SnapshotResume.$Properties instead.
         */
        interface ISnapshotResume extends cairn.v1.SnapshotResume.$Properties {
        }

        /** Represents a SnapshotResume. */
        class SnapshotResume {

            /**
             * Constructs a new SnapshotResume.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.SnapshotResume.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SnapshotResume chunks. */
            chunks: number;

            /** SnapshotResume crc. */
            crc: number;

            /**
             * Creates a new SnapshotResume instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SnapshotResume instance
             */
            static create(properties: cairn.v1.SnapshotResume.$Shape): cairn.v1.SnapshotResume & cairn.v1.SnapshotResume.$Shape;
            static create(properties?: cairn.v1.SnapshotResume.$Properties): cairn.v1.SnapshotResume;

            /**
             * Encodes the specified SnapshotResume message. Does not implicitly {@link cairn.v1.SnapshotResume.verify|verify} messages.
             * @param message SnapshotResume message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.SnapshotResume.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SnapshotResume message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.SnapshotResume & cairn.v1.SnapshotResume.$Shape} SnapshotResume
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.SnapshotResume & cairn.v1.SnapshotResume.$Shape;
        }

        namespace SnapshotResume {

            /** Properties of a SnapshotResume. */
            interface $Properties {

                /** SnapshotResume chunks */
                chunks?: (number|null);

                /** SnapshotResume crc */
                crc?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SnapshotResume. */
            type $Shape = cairn.v1.SnapshotResume.$Properties;
        }

        /**
         * Properties of a SnapshotInstalled.
         * @deprecated Use cairn.v1.SnapshotInstalled.$Properties instead.
         */
        interface ISnapshotInstalled extends cairn.v1.SnapshotInstalled.$Properties {
        }

        /** Represents a SnapshotInstalled. */
        class SnapshotInstalled {

            /**
             * Constructs a new SnapshotInstalled.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.SnapshotInstalled.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SnapshotInstalled accepted. */
            accepted: boolean;

            /** SnapshotInstalled reason. */
            reason: string;

            /**
             * Creates a new SnapshotInstalled instance using the specified properties.
             * @param [properties] Properties to set
             * @returns SnapshotInstalled instance
             */
            static create(properties: cairn.v1.SnapshotInstalled.$Shape): cairn.v1.SnapshotInstalled & cairn.v1.SnapshotInstalled.$Shape;
            static create(properties?: cairn.v1.SnapshotInstalled.$Properties): cairn.v1.SnapshotInstalled;

            /**
             * Encodes the specified SnapshotInstalled message. Does not implicitly {@link cairn.v1.SnapshotInstalled.verify|verify} messages.
             * @param message SnapshotInstalled message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.SnapshotInstalled.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SnapshotInstalled message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.SnapshotInstalled & cairn.v1.SnapshotInstalled.$Shape} SnapshotInstalled
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.SnapshotInstalled & cairn.v1.SnapshotInstalled.$Shape;
        }

        namespace SnapshotInstalled {

            /** Properties of a SnapshotInstalled. */
            interface $Properties {

                /** SnapshotInstalled accepted */
                accepted?: (boolean|null);

                /** SnapshotInstalled reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SnapshotInstalled. */
            type $Shape = cairn.v1.SnapshotInstalled.$Properties;
        }

        /**
         * Properties of a HashKvRequest.
         * @deprecated Use cairn.v1.HashKvRequest.$Properties instead.
         */
        interface IHashKvRequest extends cairn.v1.HashKvRequest.$Properties {
        }

        /** Represents a HashKvRequest. */
        class HashKvRequest {

            /**
             * Constructs a new HashKvRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.HashKvRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HashKvRequest cluster_id. */
            cluster_id: (number|Long);

            /** HashKvRequest revision. */
            revision: (number|Long);

            /**
             * Creates a new HashKvRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns HashKvRequest instance
             */
            static create(properties: cairn.v1.HashKvRequest.$Shape): cairn.v1.HashKvRequest & cairn.v1.HashKvRequest.$Shape;
            static create(properties?: cairn.v1.HashKvRequest.$Properties): cairn.v1.HashKvRequest;

            /**
             * Encodes the specified HashKvRequest message. Does not implicitly {@link cairn.v1.HashKvRequest.verify|verify} messages.
             * @param message HashKvRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.HashKvRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HashKvRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.HashKvRequest & cairn.v1.HashKvRequest.$Shape} HashKvRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.HashKvRequest & cairn.v1.HashKvRequest.$Shape;
        }

        namespace HashKvRequest {

            /** Properties of a HashKvRequest. */
            interface $Properties {

                /** HashKvRequest cluster_id */
                cluster_id?: (number|Long|null);

                /** HashKvRequest revision */
                revision?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HashKvRequest. */
            type $Shape = cairn.v1.HashKvRequest.$Properties;
        }

        /**
         * Properties of a KvHash.
         * @deprecated Use cairn.v1.KvHash.$Properties instead.
         */
        interface IKvHash extends cairn.v1.KvHash.$Properties {
        }

        /** Represents a KvHash. */
        class KvHash {

            /**
             * Constructs a new KvHash.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.KvHash.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** KvHash hash. */
            hash: number;

            /** KvHash compact_revision. */
            compact_revision: (number|Long);

            /** KvHash revision. */
            revision: (number|Long);

            /**
             * Creates a new KvHash instance using the specified properties.
             * @param [properties] Properties to set
             * @returns KvHash instance
             */
            static create(properties: cairn.v1.KvHash.$Shape): cairn.v1.KvHash & cairn.v1.KvHash.$Shape;
            static create(properties?: cairn.v1.KvHash.$Properties): cairn.v1.KvHash;

            /**
             * Encodes the specified KvHash message. Does not implicitly {@link cairn.v1.KvHash.verify|verify} messages.
             * @param message KvHash message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.KvHash.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a KvHash message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.KvHash & cairn.v1.KvHash.$Shape} KvHash
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.KvHash & cairn.v1.KvHash.$Shape;
        }

        namespace KvHash {

            /** Properties of a KvHash. */
            interface $Properties {

                /** KvHash hash */
                hash?: (number|null);

                /** KvHash compact_revision */
                compact_revision?: (number|Long|null);

                /** KvHash revision */
                revision?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a KvHash. */
            type $Shape = cairn.v1.KvHash.$Properties;
        }

        /**
         * Properties of a HashKvResponse.
         * @deprecated Use cairn.v1.HashKvResponse.$Properties instead.
         */
        interface IHashKvResponse extends cairn.v1.HashKvResponse.$Properties {
        }

        /** Represents a HashKvResponse. */
        class HashKvResponse {

            /**
             * Constructs a new HashKvResponse.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.HashKvResponse.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HashKvResponse member_id. */
            member_id: (number|Long);

            /** HashKvResponse at_revision. */
            at_revision?: (cairn.v1.KvHash.$Properties|null);

            /** HashKvResponse compactions. */
            compactions: cairn.v1.KvHash.$Properties[];

            /** HashKvResponse behind. */
            behind: boolean;

            /**
             * Creates a new HashKvResponse instance using the specified properties.
             * @param [properties] Properties to set
             * @returns HashKvResponse instance
             */
            static create(properties: cairn.v1.HashKvResponse.$Shape): cairn.v1.HashKvResponse & cairn.v1.HashKvResponse.$Shape;
            static create(properties?: cairn.v1.HashKvResponse.$Properties): cairn.v1.HashKvResponse;

            /**
             * Encodes the specified HashKvResponse message. Does not implicitly {@link cairn.v1.HashKvResponse.verify|verify} messages.
             * @param message HashKvResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.HashKvResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HashKvResponse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.HashKvResponse & cairn.v1.HashKvResponse.$Shape} HashKvResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.HashKvResponse & cairn.v1.HashKvResponse.$Shape;
        }

        namespace HashKvResponse {

            /** Properties of a HashKvResponse. */
            interface $Properties {

                /** HashKvResponse member_id */
                member_id?: (number|Long|null);

                /** HashKvResponse at_revision */
                at_revision?: (cairn.v1.KvHash.$Properties|null);

                /** HashKvResponse compactions */
                compactions?: (cairn.v1.KvHash.$Properties[]|null);

                /** HashKvResponse behind */
                behind?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HashKvResponse. */
            type $Shape = cairn.v1.HashKvResponse.$Properties;
        }

        /**
         * Properties of a MembersRequest.
         * @deprecated Use cairn.v1.MembersRequest.$Properties instead.
         */
        interface IMembersRequest extends cairn.v1.MembersRequest.$Properties {
        }

        /** Represents a MembersRequest. */
        class MembersRequest {

            /**
             * Constructs a new MembersRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.MembersRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new MembersRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MembersRequest instance
             */
            static create(properties: cairn.v1.MembersRequest.$Shape): cairn.v1.MembersRequest & cairn.v1.MembersRequest.$Shape;
            static create(properties?: cairn.v1.MembersRequest.$Properties): cairn.v1.MembersRequest;

            /**
             * Encodes the specified MembersRequest message. Does not implicitly {@link cairn.v1.MembersRequest.verify|verify} messages.
             * @param message MembersRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.MembersRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MembersRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.MembersRequest & cairn.v1.MembersRequest.$Shape} MembersRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.MembersRequest & cairn.v1.MembersRequest.$Shape;
        }

        namespace MembersRequest {

            /** Properties of a MembersRequest. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MembersRequest. */
            type $Shape = cairn.v1.MembersRequest.$Properties;
        }

        /**
         * Properties of a MembersResponse.
         * @deprecated Use cairn.v1.MembersResponse.$Properties instead.
         */
        interface IMembersResponse extends cairn.v1.MembersResponse.$Properties {
        }

        /** Represents a MembersResponse. */
        class MembersResponse {

            /**
             * Constructs a new MembersResponse.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.MembersResponse.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** MembersResponse cluster_id. */
            cluster_id: (number|Long);

            /** MembersResponse members. */
            members: cairn.v1.PeerMember.$Properties[];

            /**
             * Creates a new MembersResponse instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MembersResponse instance
             */
            static create(properties: cairn.v1.MembersResponse.$Shape): cairn.v1.MembersResponse & cairn.v1.MembersResponse.$Shape;
            static create(properties?: cairn.v1.MembersResponse.$Properties): cairn.v1.MembersResponse;

            /**
             * Encodes the specified MembersResponse message. Does not implicitly {@link cairn.v1.MembersResponse.verify|verify} messages.
             * @param message MembersResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.MembersResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MembersResponse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.MembersResponse & cairn.v1.MembersResponse.$Shape} MembersResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.MembersResponse & cairn.v1.MembersResponse.$Shape;
        }

        namespace MembersResponse {

            /** Properties of a MembersResponse. */
            interface $Properties {

                /** MembersResponse cluster_id */
                cluster_id?: (number|Long|null);

                /** MembersResponse members */
                members?: (cairn.v1.PeerMember.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MembersResponse. */
            type $Shape = cairn.v1.MembersResponse.$Properties;
        }

        /**
         * Properties of a PromoteRequest.
         * @deprecated Use cairn.v1.PromoteRequest.$Properties instead.
         */
        interface IPromoteRequest extends cairn.v1.PromoteRequest.$Properties {
        }

        /** Represents a PromoteRequest. */
        class PromoteRequest {

            /**
             * Constructs a new PromoteRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.PromoteRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PromoteRequest cluster_id. */
            cluster_id: (number|Long);

            /** PromoteRequest member_id. */
            member_id: (number|Long);

            /** PromoteRequest timeout_ms. */
            timeout_ms: number;

            /**
             * Creates a new PromoteRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PromoteRequest instance
             */
            static create(properties: cairn.v1.PromoteRequest.$Shape): cairn.v1.PromoteRequest & cairn.v1.PromoteRequest.$Shape;
            static create(properties?: cairn.v1.PromoteRequest.$Properties): cairn.v1.PromoteRequest;

            /**
             * Encodes the specified PromoteRequest message. Does not implicitly {@link cairn.v1.PromoteRequest.verify|verify} messages.
             * @param message PromoteRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.PromoteRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PromoteRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.PromoteRequest & cairn.v1.PromoteRequest.$Shape} PromoteRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.PromoteRequest & cairn.v1.PromoteRequest.$Shape;
        }

        namespace PromoteRequest {

            /** Properties of a PromoteRequest. */
            interface $Properties {

                /** PromoteRequest cluster_id */
                cluster_id?: (number|Long|null);

                /** PromoteRequest member_id */
                member_id?: (number|Long|null);

                /** PromoteRequest timeout_ms */
                timeout_ms?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PromoteRequest. */
            type $Shape = cairn.v1.PromoteRequest.$Properties;
        }

        /**
         * Properties of a PromoteResponse.
         * @deprecated Use cairn.v1.PromoteResponse.$Properties instead.
         */
        interface IPromoteResponse extends cairn.v1.PromoteResponse.$Properties {
        }

        /** Represents a PromoteResponse. */
        class PromoteResponse {

            /**
             * Constructs a new PromoteResponse.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.PromoteResponse.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PromoteResponse code. */
            code: number;

            /** PromoteResponse message. */
            message: string;

            /** PromoteResponse response. */
            response: Uint8Array;

            /**
             * Creates a new PromoteResponse instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PromoteResponse instance
             */
            static create(properties: cairn.v1.PromoteResponse.$Shape): cairn.v1.PromoteResponse & cairn.v1.PromoteResponse.$Shape;
            static create(properties?: cairn.v1.PromoteResponse.$Properties): cairn.v1.PromoteResponse;

            /**
             * Encodes the specified PromoteResponse message. Does not implicitly {@link cairn.v1.PromoteResponse.verify|verify} messages.
             * @param message PromoteResponse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.PromoteResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PromoteResponse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.PromoteResponse & cairn.v1.PromoteResponse.$Shape} PromoteResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.PromoteResponse & cairn.v1.PromoteResponse.$Shape;
        }

        namespace PromoteResponse {

            /** Properties of a PromoteResponse. */
            interface $Properties {

                /** PromoteResponse code */
                code?: (number|null);

                /** PromoteResponse message */
                message?: (string|null);

                /** PromoteResponse response */
                response?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PromoteResponse. */
            type $Shape = cairn.v1.PromoteResponse.$Properties;
        }

        /**
         * Properties of a PeerMember.
         * @deprecated Use cairn.v1.PeerMember.$Properties instead.
         */
        interface IPeerMember extends cairn.v1.PeerMember.$Properties {
        }

        /** Represents a PeerMember. */
        class PeerMember {

            /**
             * Constructs a new PeerMember.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.PeerMember.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PeerMember id. */
            id: (number|Long);

            /** PeerMember name. */
            name: string;

            /** PeerMember peer_urls. */
            peer_urls: string[];

            /** PeerMember client_urls. */
            client_urls: string[];

            /** PeerMember is_learner. */
            is_learner: boolean;

            /**
             * Creates a new PeerMember instance using the specified properties.
             * @param [properties] Properties to set
             * @returns PeerMember instance
             */
            static create(properties: cairn.v1.PeerMember.$Shape): cairn.v1.PeerMember & cairn.v1.PeerMember.$Shape;
            static create(properties?: cairn.v1.PeerMember.$Properties): cairn.v1.PeerMember;

            /**
             * Encodes the specified PeerMember message. Does not implicitly {@link cairn.v1.PeerMember.verify|verify} messages.
             * @param message PeerMember message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.PeerMember.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PeerMember message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.PeerMember & cairn.v1.PeerMember.$Shape} PeerMember
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.PeerMember & cairn.v1.PeerMember.$Shape;
        }

        namespace PeerMember {

            /** Properties of a PeerMember. */
            interface $Properties {

                /** PeerMember id */
                id?: (number|Long|null);

                /** PeerMember name */
                name?: (string|null);

                /** PeerMember peer_urls */
                peer_urls?: (string[]|null);

                /** PeerMember client_urls */
                client_urls?: (string[]|null);

                /** PeerMember is_learner */
                is_learner?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PeerMember. */
            type $Shape = cairn.v1.PeerMember.$Properties;
        }

        /**
         * Properties of a LeasePrimarySet.
         * @deprecated Use cairn.v1.LeasePrimarySet.$Properties instead.
         */
        interface ILeasePrimarySet extends cairn.v1.LeasePrimarySet.$Properties {
        }

        /** Represents a LeasePrimarySet. */
        class LeasePrimarySet {

            /**
             * Constructs a new LeasePrimarySet.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.LeasePrimarySet.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LeasePrimarySet keeper_id. */
            keeper_id: string;

            /** LeasePrimarySet address. */
            address: string;

            /** LeasePrimarySet raft_term. */
            raft_term: (number|Long);

            /**
             * Creates a new LeasePrimarySet instance using the specified properties.
             * @param [properties] Properties to set
             * @returns LeasePrimarySet instance
             */
            static create(properties: cairn.v1.LeasePrimarySet.$Shape): cairn.v1.LeasePrimarySet & cairn.v1.LeasePrimarySet.$Shape;
            static create(properties?: cairn.v1.LeasePrimarySet.$Properties): cairn.v1.LeasePrimarySet;

            /**
             * Encodes the specified LeasePrimarySet message. Does not implicitly {@link cairn.v1.LeasePrimarySet.verify|verify} messages.
             * @param message LeasePrimarySet message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.LeasePrimarySet.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LeasePrimarySet message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.LeasePrimarySet & cairn.v1.LeasePrimarySet.$Shape} LeasePrimarySet
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.LeasePrimarySet & cairn.v1.LeasePrimarySet.$Shape;
        }

        namespace LeasePrimarySet {

            /** Properties of a LeasePrimarySet. */
            interface $Properties {

                /** LeasePrimarySet keeper_id */
                keeper_id?: (string|null);

                /** LeasePrimarySet address */
                address?: (string|null);

                /** LeasePrimarySet raft_term */
                raft_term?: (number|Long|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LeasePrimarySet. */
            type $Shape = cairn.v1.LeasePrimarySet.$Properties;
        }

        /**
         * Properties of a LeaseExpire.
         * @deprecated Use cairn.v1.LeaseExpire.$Properties instead.
         */
        interface ILeaseExpire extends cairn.v1.LeaseExpire.$Properties {
        }

        /** Represents a LeaseExpire. */
        class LeaseExpire {

            /**
             * Constructs a new LeaseExpire.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.LeaseExpire.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LeaseExpire epoch. */
            epoch: (number|Long);

            /** LeaseExpire ids. */
            ids: (number|Long)[];

            /**
             * Creates a new LeaseExpire instance using the specified properties.
             * @param [properties] Properties to set
             * @returns LeaseExpire instance
             */
            static create(properties: cairn.v1.LeaseExpire.$Shape): cairn.v1.LeaseExpire & cairn.v1.LeaseExpire.$Shape;
            static create(properties?: cairn.v1.LeaseExpire.$Properties): cairn.v1.LeaseExpire;

            /**
             * Encodes the specified LeaseExpire message. Does not implicitly {@link cairn.v1.LeaseExpire.verify|verify} messages.
             * @param message LeaseExpire message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.LeaseExpire.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LeaseExpire message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.LeaseExpire & cairn.v1.LeaseExpire.$Shape} LeaseExpire
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.LeaseExpire & cairn.v1.LeaseExpire.$Shape;
        }

        namespace LeaseExpire {

            /** Properties of a LeaseExpire. */
            interface $Properties {

                /** LeaseExpire epoch */
                epoch?: (number|Long|null);

                /** LeaseExpire ids */
                ids?: ((number|Long)[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LeaseExpire. */
            type $Shape = cairn.v1.LeaseExpire.$Properties;
        }

        /**
         * Properties of a LeaseCheckpoints.
         * @deprecated Use cairn.v1.LeaseCheckpoints.$Properties instead.
         */
        interface ILeaseCheckpoints extends cairn.v1.LeaseCheckpoints.$Properties {
        }

        /** Represents a LeaseCheckpoints. */
        class LeaseCheckpoints {

            /**
             * Constructs a new LeaseCheckpoints.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.LeaseCheckpoints.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LeaseCheckpoints epoch. */
            epoch: (number|Long);

            /** LeaseCheckpoints leases. */
            leases: leasepb.Lease.$Properties[];

            /**
             * Creates a new LeaseCheckpoints instance using the specified properties.
             * @param [properties] Properties to set
             * @returns LeaseCheckpoints instance
             */
            static create(properties: cairn.v1.LeaseCheckpoints.$Shape): cairn.v1.LeaseCheckpoints & cairn.v1.LeaseCheckpoints.$Shape;
            static create(properties?: cairn.v1.LeaseCheckpoints.$Properties): cairn.v1.LeaseCheckpoints;

            /**
             * Encodes the specified LeaseCheckpoints message. Does not implicitly {@link cairn.v1.LeaseCheckpoints.verify|verify} messages.
             * @param message LeaseCheckpoints message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.LeaseCheckpoints.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LeaseCheckpoints message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.LeaseCheckpoints & cairn.v1.LeaseCheckpoints.$Shape} LeaseCheckpoints
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.LeaseCheckpoints & cairn.v1.LeaseCheckpoints.$Shape;
        }

        namespace LeaseCheckpoints {

            /** Properties of a LeaseCheckpoints. */
            interface $Properties {

                /** LeaseCheckpoints epoch */
                epoch?: (number|Long|null);

                /** LeaseCheckpoints leases */
                leases?: (leasepb.Lease.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LeaseCheckpoints. */
            type $Shape = cairn.v1.LeaseCheckpoints.$Properties;
        }

        /**
         * Properties of a MembersChange.
         * @deprecated Use cairn.v1.MembersChange.$Properties instead.
         */
        interface IMembersChange extends cairn.v1.MembersChange.$Properties {
        }

        /** Represents a MembersChange. */
        class MembersChange {

            /**
             * Constructs a new MembersChange.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.MembersChange.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** MembersChange changes. */
            changes: cairn.v1.MemberChange.$Properties[];

            /** MembersChange max_learners. */
            max_learners: number;

            /**
             * Creates a new MembersChange instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MembersChange instance
             */
            static create(properties: cairn.v1.MembersChange.$Shape): cairn.v1.MembersChange & cairn.v1.MembersChange.$Shape;
            static create(properties?: cairn.v1.MembersChange.$Properties): cairn.v1.MembersChange;

            /**
             * Encodes the specified MembersChange message. Does not implicitly {@link cairn.v1.MembersChange.verify|verify} messages.
             * @param message MembersChange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.MembersChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MembersChange message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.MembersChange & cairn.v1.MembersChange.$Shape} MembersChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.MembersChange & cairn.v1.MembersChange.$Shape;
        }

        namespace MembersChange {

            /** Properties of a MembersChange. */
            interface $Properties {

                /** MembersChange changes */
                changes?: (cairn.v1.MemberChange.$Properties[]|null);

                /** MembersChange max_learners */
                max_learners?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MembersChange. */
            type $Shape = {
              changes?: cairn.v1.MemberChange.$Shape[]|null;
              max_learners?: number|null;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of a MemberChange.
         * @deprecated Use cairn.v1.MemberChange.$Properties instead.
         */
        interface IMemberChange extends cairn.v1.MemberChange.$Properties {
        }

        /** Represents a MemberChange. */
        class MemberChange {

            /**
             * Constructs a new MemberChange.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.MemberChange.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** MemberChange add. */
            add?: (membershippb.Member.$Properties|null);

            /** MemberChange promote. */
            promote?: (number|Long|null);

            /** MemberChange remove. */
            remove?: (number|Long|null);

            /** MemberChange change. */
            change?: ("add"|"promote"|"remove");

            /**
             * Creates a new MemberChange instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MemberChange instance
             */
            static create(properties: cairn.v1.MemberChange.$Shape): cairn.v1.MemberChange & cairn.v1.MemberChange.$Shape;
            static create(properties?: cairn.v1.MemberChange.$Properties): cairn.v1.MemberChange;

            /**
             * Encodes the specified MemberChange message. Does not implicitly {@link cairn.v1.MemberChange.verify|verify} messages.
             * @param message MemberChange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.MemberChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MemberChange message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.MemberChange & cairn.v1.MemberChange.$Shape} MemberChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.MemberChange & cairn.v1.MemberChange.$Shape;
        }

        namespace MemberChange {

            /** Properties of a MemberChange. */
            interface $Properties {

                /** MemberChange add */
                add?: (membershippb.Member.$Properties|null);

                /** MemberChange promote */
                promote?: (number|Long|null);

                /** MemberChange remove */
                remove?: (number|Long|null);

                /** MemberChange change */
                change?: ("add"|"promote"|"remove");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a MemberChange. */
            type $Shape = {
              add?: membershippb.Member.$Shape|null;
              promote?: number|Long|null;
              remove?: number|Long|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ change?: undefined; add?: null; promote?: null; remove?: null }|{ change?: "add"; add: membershippb.Member.$Shape; promote?: null; remove?: null }|{ change?: "promote"; add?: null; promote: number|Long; remove?: null }|{ change?: "remove"; add?: null; promote?: null; remove: number|Long })
            );
        }

        /**
         * Properties of a CairnRaftRequest.
         * @deprecated Use cairn.v1.CairnRaftRequest.$Properties instead.
         */
        interface ICairnRaftRequest extends cairn.v1.CairnRaftRequest.$Properties {
        }

        /** Represents a CairnRaftRequest. */
        class CairnRaftRequest {

            /**
             * Constructs a new CairnRaftRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: cairn.v1.CairnRaftRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CairnRaftRequest lease_primary_set. */
            lease_primary_set?: (cairn.v1.LeasePrimarySet.$Properties|null);

            /** CairnRaftRequest lease_expire. */
            lease_expire?: (cairn.v1.LeaseExpire.$Properties|null);

            /** CairnRaftRequest lease_checkpoints. */
            lease_checkpoints?: (cairn.v1.LeaseCheckpoints.$Properties|null);

            /** CairnRaftRequest members_change. */
            members_change?: (cairn.v1.MembersChange.$Properties|null);

            /** CairnRaftRequest member_update. */
            member_update?: (etcdserverpb.MemberUpdateRequest.$Properties|null);

            /**
             * Creates a new CairnRaftRequest instance using the specified properties.
             * @param [properties] Properties to set
             * @returns CairnRaftRequest instance
             */
            static create(properties: cairn.v1.CairnRaftRequest.$Shape): cairn.v1.CairnRaftRequest & cairn.v1.CairnRaftRequest.$Shape;
            static create(properties?: cairn.v1.CairnRaftRequest.$Properties): cairn.v1.CairnRaftRequest;

            /**
             * Encodes the specified CairnRaftRequest message. Does not implicitly {@link cairn.v1.CairnRaftRequest.verify|verify} messages.
             * @param message CairnRaftRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: cairn.v1.CairnRaftRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CairnRaftRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {cairn.v1.CairnRaftRequest & cairn.v1.CairnRaftRequest.$Shape} CairnRaftRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): cairn.v1.CairnRaftRequest & cairn.v1.CairnRaftRequest.$Shape;
        }

        namespace CairnRaftRequest {

            /** Properties of a CairnRaftRequest. */
            interface $Properties {

                /** CairnRaftRequest lease_primary_set */
                lease_primary_set?: (cairn.v1.LeasePrimarySet.$Properties|null);

                /** CairnRaftRequest lease_expire */
                lease_expire?: (cairn.v1.LeaseExpire.$Properties|null);

                /** CairnRaftRequest lease_checkpoints */
                lease_checkpoints?: (cairn.v1.LeaseCheckpoints.$Properties|null);

                /** CairnRaftRequest members_change */
                members_change?: (cairn.v1.MembersChange.$Properties|null);

                /** CairnRaftRequest member_update */
                member_update?: (etcdserverpb.MemberUpdateRequest.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CairnRaftRequest. */
            type $Shape = {
              lease_primary_set?: cairn.v1.LeasePrimarySet.$Shape|null;
              lease_expire?: cairn.v1.LeaseExpire.$Shape|null;
              lease_checkpoints?: cairn.v1.LeaseCheckpoints.$Shape|null;
              members_change?: cairn.v1.MembersChange.$Shape|null;
              member_update?: etcdserverpb.MemberUpdateRequest.$Shape|null;
              $unknowns?: Uint8Array[];
            };
        }
    }
}

/** Namespace leasepb. */
export namespace leasepb {

    /**
     * Properties of a Lease.
     * @deprecated Use leasepb.Lease.$Properties instead.
     */
    interface ILease extends leasepb.Lease.$Properties {
    }

    /** Represents a Lease. */
    class Lease {

        /**
         * Constructs a new Lease.
         * @param [properties] Properties to set
         */
        constructor(properties?: leasepb.Lease.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Lease ID. */
        ID: (number|Long);

        /** Lease TTL. */
        TTL: (number|Long);

        /** Lease RemainingTTL. */
        RemainingTTL: (number|Long);

        /**
         * Creates a new Lease instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Lease instance
         */
        static create(properties: leasepb.Lease.$Shape): leasepb.Lease & leasepb.Lease.$Shape;
        static create(properties?: leasepb.Lease.$Properties): leasepb.Lease;

        /**
         * Encodes the specified Lease message. Does not implicitly {@link leasepb.Lease.verify|verify} messages.
         * @param message Lease message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: leasepb.Lease.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Lease message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {leasepb.Lease & leasepb.Lease.$Shape} Lease
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): leasepb.Lease & leasepb.Lease.$Shape;
    }

    namespace Lease {

        /** Properties of a Lease. */
        interface $Properties {

            /** Lease ID */
            ID?: (number|Long|null);

            /** Lease TTL */
            TTL?: (number|Long|null);

            /** Lease RemainingTTL */
            RemainingTTL?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Lease. */
        type $Shape = leasepb.Lease.$Properties;
    }
}

/** Namespace membershippb. */
export namespace membershippb {

    /**
     * Properties of a RaftAttributes.
     * @deprecated Use membershippb.RaftAttributes.$Properties instead.
     */
    interface IRaftAttributes extends membershippb.RaftAttributes.$Properties {
    }

    /** Represents a RaftAttributes. */
    class RaftAttributes {

        /**
         * Constructs a new RaftAttributes.
         * @param [properties] Properties to set
         */
        constructor(properties?: membershippb.RaftAttributes.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RaftAttributes peer_urls. */
        peer_urls: string[];

        /** RaftAttributes is_learner. */
        is_learner: boolean;

        /**
         * Creates a new RaftAttributes instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RaftAttributes instance
         */
        static create(properties: membershippb.RaftAttributes.$Shape): membershippb.RaftAttributes & membershippb.RaftAttributes.$Shape;
        static create(properties?: membershippb.RaftAttributes.$Properties): membershippb.RaftAttributes;

        /**
         * Encodes the specified RaftAttributes message. Does not implicitly {@link membershippb.RaftAttributes.verify|verify} messages.
         * @param message RaftAttributes message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: membershippb.RaftAttributes.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RaftAttributes message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {membershippb.RaftAttributes & membershippb.RaftAttributes.$Shape} RaftAttributes
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): membershippb.RaftAttributes & membershippb.RaftAttributes.$Shape;
    }

    namespace RaftAttributes {

        /** Properties of a RaftAttributes. */
        interface $Properties {

            /** RaftAttributes peer_urls */
            peer_urls?: (string[]|null);

            /** RaftAttributes is_learner */
            is_learner?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RaftAttributes. */
        type $Shape = membershippb.RaftAttributes.$Properties;
    }

    /**
     * Properties of an Attributes.
     * @deprecated Use membershippb.Attributes.$Properties instead.
     */
    interface IAttributes extends membershippb.Attributes.$Properties {
    }

    /** Represents an Attributes. */
    class Attributes {

        /**
         * Constructs a new Attributes.
         * @param [properties] Properties to set
         */
        constructor(properties?: membershippb.Attributes.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Attributes name. */
        name: string;

        /** Attributes client_urls. */
        client_urls: string[];

        /**
         * Creates a new Attributes instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Attributes instance
         */
        static create(properties: membershippb.Attributes.$Shape): membershippb.Attributes & membershippb.Attributes.$Shape;
        static create(properties?: membershippb.Attributes.$Properties): membershippb.Attributes;

        /**
         * Encodes the specified Attributes message. Does not implicitly {@link membershippb.Attributes.verify|verify} messages.
         * @param message Attributes message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: membershippb.Attributes.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Attributes message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {membershippb.Attributes & membershippb.Attributes.$Shape} Attributes
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): membershippb.Attributes & membershippb.Attributes.$Shape;
    }

    namespace Attributes {

        /** Properties of an Attributes. */
        interface $Properties {

            /** Attributes name */
            name?: (string|null);

            /** Attributes client_urls */
            client_urls?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Attributes. */
        type $Shape = membershippb.Attributes.$Properties;
    }

    /**
     * Properties of a Member.
     * @deprecated Use membershippb.Member.$Properties instead.
     */
    interface IMember extends membershippb.Member.$Properties {
    }

    /** Represents a Member. */
    class Member {

        /**
         * Constructs a new Member.
         * @param [properties] Properties to set
         */
        constructor(properties?: membershippb.Member.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Member ID. */
        ID: (number|Long);

        /** Member raft_attributes. */
        raft_attributes?: (membershippb.RaftAttributes.$Properties|null);

        /** Member member_attributes. */
        member_attributes?: (membershippb.Attributes.$Properties|null);

        /**
         * Creates a new Member instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Member instance
         */
        static create(properties: membershippb.Member.$Shape): membershippb.Member & membershippb.Member.$Shape;
        static create(properties?: membershippb.Member.$Properties): membershippb.Member;

        /**
         * Encodes the specified Member message. Does not implicitly {@link membershippb.Member.verify|verify} messages.
         * @param message Member message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: membershippb.Member.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Member message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {membershippb.Member & membershippb.Member.$Shape} Member
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): membershippb.Member & membershippb.Member.$Shape;
    }

    namespace Member {

        /** Properties of a Member. */
        interface $Properties {

            /** Member ID */
            ID?: (number|Long|null);

            /** Member raft_attributes */
            raft_attributes?: (membershippb.RaftAttributes.$Properties|null);

            /** Member member_attributes */
            member_attributes?: (membershippb.Attributes.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Member. */
        type $Shape = membershippb.Member.$Properties;
    }

    /**
     * Properties of a ClusterVersionSetRequest.
     * @deprecated Use membershippb.ClusterVersionSetRequest.$Properties instead.
     */
    interface IClusterVersionSetRequest extends membershippb.ClusterVersionSetRequest.$Properties {
    }

    /** Represents a ClusterVersionSetRequest. */
    class ClusterVersionSetRequest {

        /**
         * Constructs a new ClusterVersionSetRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: membershippb.ClusterVersionSetRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ClusterVersionSetRequest ver. */
        ver: string;

        /**
         * Creates a new ClusterVersionSetRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ClusterVersionSetRequest instance
         */
        static create(properties: membershippb.ClusterVersionSetRequest.$Shape): membershippb.ClusterVersionSetRequest & membershippb.ClusterVersionSetRequest.$Shape;
        static create(properties?: membershippb.ClusterVersionSetRequest.$Properties): membershippb.ClusterVersionSetRequest;

        /**
         * Encodes the specified ClusterVersionSetRequest message. Does not implicitly {@link membershippb.ClusterVersionSetRequest.verify|verify} messages.
         * @param message ClusterVersionSetRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: membershippb.ClusterVersionSetRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ClusterVersionSetRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {membershippb.ClusterVersionSetRequest & membershippb.ClusterVersionSetRequest.$Shape} ClusterVersionSetRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): membershippb.ClusterVersionSetRequest & membershippb.ClusterVersionSetRequest.$Shape;
    }

    namespace ClusterVersionSetRequest {

        /** Properties of a ClusterVersionSetRequest. */
        interface $Properties {

            /** ClusterVersionSetRequest ver */
            ver?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ClusterVersionSetRequest. */
        type $Shape = membershippb.ClusterVersionSetRequest.$Properties;
    }

    /**
     * Properties of a ClusterMemberAttrSetRequest.
     * @deprecated Use membershippb.ClusterMemberAttrSetRequest.$Properties instead.
     */
    interface IClusterMemberAttrSetRequest extends membershippb.ClusterMemberAttrSetRequest.$Properties {
    }

    /** Represents a ClusterMemberAttrSetRequest. */
    class ClusterMemberAttrSetRequest {

        /**
         * Constructs a new ClusterMemberAttrSetRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: membershippb.ClusterMemberAttrSetRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ClusterMemberAttrSetRequest member_ID. */
        member_ID: (number|Long);

        /** ClusterMemberAttrSetRequest member_attributes. */
        member_attributes?: (membershippb.Attributes.$Properties|null);

        /**
         * Creates a new ClusterMemberAttrSetRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ClusterMemberAttrSetRequest instance
         */
        static create(properties: membershippb.ClusterMemberAttrSetRequest.$Shape): membershippb.ClusterMemberAttrSetRequest & membershippb.ClusterMemberAttrSetRequest.$Shape;
        static create(properties?: membershippb.ClusterMemberAttrSetRequest.$Properties): membershippb.ClusterMemberAttrSetRequest;

        /**
         * Encodes the specified ClusterMemberAttrSetRequest message. Does not implicitly {@link membershippb.ClusterMemberAttrSetRequest.verify|verify} messages.
         * @param message ClusterMemberAttrSetRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: membershippb.ClusterMemberAttrSetRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ClusterMemberAttrSetRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {membershippb.ClusterMemberAttrSetRequest & membershippb.ClusterMemberAttrSetRequest.$Shape} ClusterMemberAttrSetRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): membershippb.ClusterMemberAttrSetRequest & membershippb.ClusterMemberAttrSetRequest.$Shape;
    }

    namespace ClusterMemberAttrSetRequest {

        /** Properties of a ClusterMemberAttrSetRequest. */
        interface $Properties {

            /** ClusterMemberAttrSetRequest member_ID */
            member_ID?: (number|Long|null);

            /** ClusterMemberAttrSetRequest member_attributes */
            member_attributes?: (membershippb.Attributes.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ClusterMemberAttrSetRequest. */
        type $Shape = membershippb.ClusterMemberAttrSetRequest.$Properties;
    }

    /**
     * Properties of a DowngradeInfoSetRequest.
     * @deprecated Use membershippb.DowngradeInfoSetRequest.$Properties instead.
     */
    interface IDowngradeInfoSetRequest extends membershippb.DowngradeInfoSetRequest.$Properties {
    }

    /** Represents a DowngradeInfoSetRequest. */
    class DowngradeInfoSetRequest {

        /**
         * Constructs a new DowngradeInfoSetRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: membershippb.DowngradeInfoSetRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DowngradeInfoSetRequest enabled. */
        enabled: boolean;

        /** DowngradeInfoSetRequest ver. */
        ver: string;

        /**
         * Creates a new DowngradeInfoSetRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DowngradeInfoSetRequest instance
         */
        static create(properties: membershippb.DowngradeInfoSetRequest.$Shape): membershippb.DowngradeInfoSetRequest & membershippb.DowngradeInfoSetRequest.$Shape;
        static create(properties?: membershippb.DowngradeInfoSetRequest.$Properties): membershippb.DowngradeInfoSetRequest;

        /**
         * Encodes the specified DowngradeInfoSetRequest message. Does not implicitly {@link membershippb.DowngradeInfoSetRequest.verify|verify} messages.
         * @param message DowngradeInfoSetRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: membershippb.DowngradeInfoSetRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DowngradeInfoSetRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {membershippb.DowngradeInfoSetRequest & membershippb.DowngradeInfoSetRequest.$Shape} DowngradeInfoSetRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): membershippb.DowngradeInfoSetRequest & membershippb.DowngradeInfoSetRequest.$Shape;
    }

    namespace DowngradeInfoSetRequest {

        /** Properties of a DowngradeInfoSetRequest. */
        interface $Properties {

            /** DowngradeInfoSetRequest enabled */
            enabled?: (boolean|null);

            /** DowngradeInfoSetRequest ver */
            ver?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DowngradeInfoSetRequest. */
        type $Shape = membershippb.DowngradeInfoSetRequest.$Properties;
    }
}

/** Namespace etcdserverpb. */
export namespace etcdserverpb {

    /** AlarmType enum. */
    enum AlarmType {

        /** NONE value */
        NONE = 0,

        /** NOSPACE value */
        NOSPACE = 1,

        /** CORRUPT value */
        CORRUPT = 2
    }

    /**
     * Properties of a ResponseHeader.
     * @deprecated Use etcdserverpb.ResponseHeader.$Properties instead.
     */
    interface IResponseHeader extends etcdserverpb.ResponseHeader.$Properties {
    }

    /** Represents a ResponseHeader. */
    class ResponseHeader {

        /**
         * Constructs a new ResponseHeader.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.ResponseHeader.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ResponseHeader cluster_id. */
        cluster_id: (number|Long);

        /** ResponseHeader member_id. */
        member_id: (number|Long);

        /** ResponseHeader revision. */
        revision: (number|Long);

        /** ResponseHeader raft_term. */
        raft_term: (number|Long);

        /**
         * Creates a new ResponseHeader instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ResponseHeader instance
         */
        static create(properties: etcdserverpb.ResponseHeader.$Shape): etcdserverpb.ResponseHeader & etcdserverpb.ResponseHeader.$Shape;
        static create(properties?: etcdserverpb.ResponseHeader.$Properties): etcdserverpb.ResponseHeader;

        /**
         * Encodes the specified ResponseHeader message. Does not implicitly {@link etcdserverpb.ResponseHeader.verify|verify} messages.
         * @param message ResponseHeader message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.ResponseHeader.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ResponseHeader message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.ResponseHeader & etcdserverpb.ResponseHeader.$Shape} ResponseHeader
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.ResponseHeader & etcdserverpb.ResponseHeader.$Shape;
    }

    namespace ResponseHeader {

        /** Properties of a ResponseHeader. */
        interface $Properties {

            /** ResponseHeader cluster_id */
            cluster_id?: (number|Long|null);

            /** ResponseHeader member_id */
            member_id?: (number|Long|null);

            /** ResponseHeader revision */
            revision?: (number|Long|null);

            /** ResponseHeader raft_term */
            raft_term?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ResponseHeader. */
        type $Shape = etcdserverpb.ResponseHeader.$Properties;
    }

    /**
     * Properties of a RangeRequest.
     * @deprecated Use etcdserverpb.RangeRequest.$Properties instead.
     */
    interface IRangeRequest extends etcdserverpb.RangeRequest.$Properties {
    }

    /** Represents a RangeRequest. */
    class RangeRequest {

        /**
         * Constructs a new RangeRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.RangeRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RangeRequest key. */
        key: Uint8Array;

        /** RangeRequest range_end. */
        range_end: Uint8Array;

        /** RangeRequest limit. */
        limit: (number|Long);

        /** RangeRequest revision. */
        revision: (number|Long);

        /** RangeRequest sort_order. */
        sort_order: etcdserverpb.RangeRequest.SortOrder;

        /** RangeRequest sort_target. */
        sort_target: etcdserverpb.RangeRequest.SortTarget;

        /** RangeRequest serializable. */
        serializable: boolean;

        /** RangeRequest keys_only. */
        keys_only: boolean;

        /** RangeRequest count_only. */
        count_only: boolean;

        /** RangeRequest min_mod_revision. */
        min_mod_revision: (number|Long);

        /** RangeRequest max_mod_revision. */
        max_mod_revision: (number|Long);

        /** RangeRequest min_create_revision. */
        min_create_revision: (number|Long);

        /** RangeRequest max_create_revision. */
        max_create_revision: (number|Long);

        /**
         * Creates a new RangeRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RangeRequest instance
         */
        static create(properties: etcdserverpb.RangeRequest.$Shape): etcdserverpb.RangeRequest & etcdserverpb.RangeRequest.$Shape;
        static create(properties?: etcdserverpb.RangeRequest.$Properties): etcdserverpb.RangeRequest;

        /**
         * Encodes the specified RangeRequest message. Does not implicitly {@link etcdserverpb.RangeRequest.verify|verify} messages.
         * @param message RangeRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.RangeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RangeRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.RangeRequest & etcdserverpb.RangeRequest.$Shape} RangeRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.RangeRequest & etcdserverpb.RangeRequest.$Shape;
    }

    namespace RangeRequest {

        /** Properties of a RangeRequest. */
        interface $Properties {

            /** RangeRequest key */
            key?: (Uint8Array|null);

            /** RangeRequest range_end */
            range_end?: (Uint8Array|null);

            /** RangeRequest limit */
            limit?: (number|Long|null);

            /** RangeRequest revision */
            revision?: (number|Long|null);

            /** RangeRequest sort_order */
            sort_order?: (etcdserverpb.RangeRequest.SortOrder|null);

            /** RangeRequest sort_target */
            sort_target?: (etcdserverpb.RangeRequest.SortTarget|null);

            /** RangeRequest serializable */
            serializable?: (boolean|null);

            /** RangeRequest keys_only */
            keys_only?: (boolean|null);

            /** RangeRequest count_only */
            count_only?: (boolean|null);

            /** RangeRequest min_mod_revision */
            min_mod_revision?: (number|Long|null);

            /** RangeRequest max_mod_revision */
            max_mod_revision?: (number|Long|null);

            /** RangeRequest min_create_revision */
            min_create_revision?: (number|Long|null);

            /** RangeRequest max_create_revision */
            max_create_revision?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RangeRequest. */
        type $Shape = etcdserverpb.RangeRequest.$Properties;

        /** SortOrder enum. */
        enum SortOrder {

            /** NONE value */
            NONE = 0,

            /** ASCEND value */
            ASCEND = 1,

            /** DESCEND value */
            DESCEND = 2
        }

        /** SortTarget enum. */
        enum SortTarget {

            /** KEY value */
            KEY = 0,

            /** VERSION value */
            VERSION = 1,

            /** CREATE value */
            CREATE = 2,

            /** MOD value */
            MOD = 3,

            /** VALUE value */
            VALUE = 4
        }
    }

    /**
     * Properties of a RangeResponse.
     * @deprecated Use etcdserverpb.RangeResponse.$Properties instead.
     */
    interface IRangeResponse extends etcdserverpb.RangeResponse.$Properties {
    }

    /** Represents a RangeResponse. */
    class RangeResponse {

        /**
         * Constructs a new RangeResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.RangeResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RangeResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** RangeResponse kvs. */
        kvs: mvccpb.KeyValue.$Properties[];

        /** RangeResponse more. */
        more: boolean;

        /** RangeResponse count. */
        count: (number|Long);

        /**
         * Creates a new RangeResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RangeResponse instance
         */
        static create(properties: etcdserverpb.RangeResponse.$Shape): etcdserverpb.RangeResponse & etcdserverpb.RangeResponse.$Shape;
        static create(properties?: etcdserverpb.RangeResponse.$Properties): etcdserverpb.RangeResponse;

        /**
         * Encodes the specified RangeResponse message. Does not implicitly {@link etcdserverpb.RangeResponse.verify|verify} messages.
         * @param message RangeResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.RangeResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RangeResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.RangeResponse & etcdserverpb.RangeResponse.$Shape} RangeResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.RangeResponse & etcdserverpb.RangeResponse.$Shape;
    }

    namespace RangeResponse {

        /** Properties of a RangeResponse. */
        interface $Properties {

            /** RangeResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** RangeResponse kvs */
            kvs?: (mvccpb.KeyValue.$Properties[]|null);

            /** RangeResponse more */
            more?: (boolean|null);

            /** RangeResponse count */
            count?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RangeResponse. */
        type $Shape = etcdserverpb.RangeResponse.$Properties;
    }

    /**
     * Properties of a PutRequest.
     * @deprecated Use etcdserverpb.PutRequest.$Properties instead.
     */
    interface IPutRequest extends etcdserverpb.PutRequest.$Properties {
    }

    /** Represents a PutRequest. */
    class PutRequest {

        /**
         * Constructs a new PutRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.PutRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PutRequest key. */
        key: Uint8Array;

        /** PutRequest value. */
        value: Uint8Array;

        /** PutRequest lease. */
        lease: (number|Long);

        /** PutRequest prev_kv. */
        prev_kv: boolean;

        /** PutRequest ignore_value. */
        ignore_value: boolean;

        /** PutRequest ignore_lease. */
        ignore_lease: boolean;

        /**
         * Creates a new PutRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns PutRequest instance
         */
        static create(properties: etcdserverpb.PutRequest.$Shape): etcdserverpb.PutRequest & etcdserverpb.PutRequest.$Shape;
        static create(properties?: etcdserverpb.PutRequest.$Properties): etcdserverpb.PutRequest;

        /**
         * Encodes the specified PutRequest message. Does not implicitly {@link etcdserverpb.PutRequest.verify|verify} messages.
         * @param message PutRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.PutRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PutRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.PutRequest & etcdserverpb.PutRequest.$Shape} PutRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.PutRequest & etcdserverpb.PutRequest.$Shape;
    }

    namespace PutRequest {

        /** Properties of a PutRequest. */
        interface $Properties {

            /** PutRequest key */
            key?: (Uint8Array|null);

            /** PutRequest value */
            value?: (Uint8Array|null);

            /** PutRequest lease */
            lease?: (number|Long|null);

            /** PutRequest prev_kv */
            prev_kv?: (boolean|null);

            /** PutRequest ignore_value */
            ignore_value?: (boolean|null);

            /** PutRequest ignore_lease */
            ignore_lease?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PutRequest. */
        type $Shape = etcdserverpb.PutRequest.$Properties;
    }

    /**
     * Properties of a PutResponse.
     * @deprecated Use etcdserverpb.PutResponse.$Properties instead.
     */
    interface IPutResponse extends etcdserverpb.PutResponse.$Properties {
    }

    /** Represents a PutResponse. */
    class PutResponse {

        /**
         * Constructs a new PutResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.PutResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PutResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** PutResponse prev_kv. */
        prev_kv?: (mvccpb.KeyValue.$Properties|null);

        /**
         * Creates a new PutResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns PutResponse instance
         */
        static create(properties: etcdserverpb.PutResponse.$Shape): etcdserverpb.PutResponse & etcdserverpb.PutResponse.$Shape;
        static create(properties?: etcdserverpb.PutResponse.$Properties): etcdserverpb.PutResponse;

        /**
         * Encodes the specified PutResponse message. Does not implicitly {@link etcdserverpb.PutResponse.verify|verify} messages.
         * @param message PutResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.PutResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PutResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.PutResponse & etcdserverpb.PutResponse.$Shape} PutResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.PutResponse & etcdserverpb.PutResponse.$Shape;
    }

    namespace PutResponse {

        /** Properties of a PutResponse. */
        interface $Properties {

            /** PutResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** PutResponse prev_kv */
            prev_kv?: (mvccpb.KeyValue.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PutResponse. */
        type $Shape = etcdserverpb.PutResponse.$Properties;
    }

    /**
     * Properties of a DeleteRangeRequest.
     * @deprecated Use etcdserverpb.DeleteRangeRequest.$Properties instead.
     */
    interface IDeleteRangeRequest extends etcdserverpb.DeleteRangeRequest.$Properties {
    }

    /** Represents a DeleteRangeRequest. */
    class DeleteRangeRequest {

        /**
         * Constructs a new DeleteRangeRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.DeleteRangeRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DeleteRangeRequest key. */
        key: Uint8Array;

        /** DeleteRangeRequest range_end. */
        range_end: Uint8Array;

        /** DeleteRangeRequest prev_kv. */
        prev_kv: boolean;

        /**
         * Creates a new DeleteRangeRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DeleteRangeRequest instance
         */
        static create(properties: etcdserverpb.DeleteRangeRequest.$Shape): etcdserverpb.DeleteRangeRequest & etcdserverpb.DeleteRangeRequest.$Shape;
        static create(properties?: etcdserverpb.DeleteRangeRequest.$Properties): etcdserverpb.DeleteRangeRequest;

        /**
         * Encodes the specified DeleteRangeRequest message. Does not implicitly {@link etcdserverpb.DeleteRangeRequest.verify|verify} messages.
         * @param message DeleteRangeRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.DeleteRangeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DeleteRangeRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.DeleteRangeRequest & etcdserverpb.DeleteRangeRequest.$Shape} DeleteRangeRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.DeleteRangeRequest & etcdserverpb.DeleteRangeRequest.$Shape;
    }

    namespace DeleteRangeRequest {

        /** Properties of a DeleteRangeRequest. */
        interface $Properties {

            /** DeleteRangeRequest key */
            key?: (Uint8Array|null);

            /** DeleteRangeRequest range_end */
            range_end?: (Uint8Array|null);

            /** DeleteRangeRequest prev_kv */
            prev_kv?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DeleteRangeRequest. */
        type $Shape = etcdserverpb.DeleteRangeRequest.$Properties;
    }

    /**
     * Properties of a DeleteRangeResponse.
     * @deprecated Use etcdserverpb.DeleteRangeResponse.$Properties instead.
     */
    interface IDeleteRangeResponse extends etcdserverpb.DeleteRangeResponse.$Properties {
    }

    /** Represents a DeleteRangeResponse. */
    class DeleteRangeResponse {

        /**
         * Constructs a new DeleteRangeResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.DeleteRangeResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DeleteRangeResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** DeleteRangeResponse deleted. */
        deleted: (number|Long);

        /** DeleteRangeResponse prev_kvs. */
        prev_kvs: mvccpb.KeyValue.$Properties[];

        /**
         * Creates a new DeleteRangeResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DeleteRangeResponse instance
         */
        static create(properties: etcdserverpb.DeleteRangeResponse.$Shape): etcdserverpb.DeleteRangeResponse & etcdserverpb.DeleteRangeResponse.$Shape;
        static create(properties?: etcdserverpb.DeleteRangeResponse.$Properties): etcdserverpb.DeleteRangeResponse;

        /**
         * Encodes the specified DeleteRangeResponse message. Does not implicitly {@link etcdserverpb.DeleteRangeResponse.verify|verify} messages.
         * @param message DeleteRangeResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.DeleteRangeResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DeleteRangeResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.DeleteRangeResponse & etcdserverpb.DeleteRangeResponse.$Shape} DeleteRangeResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.DeleteRangeResponse & etcdserverpb.DeleteRangeResponse.$Shape;
    }

    namespace DeleteRangeResponse {

        /** Properties of a DeleteRangeResponse. */
        interface $Properties {

            /** DeleteRangeResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** DeleteRangeResponse deleted */
            deleted?: (number|Long|null);

            /** DeleteRangeResponse prev_kvs */
            prev_kvs?: (mvccpb.KeyValue.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DeleteRangeResponse. */
        type $Shape = etcdserverpb.DeleteRangeResponse.$Properties;
    }

    /**
     * Properties of a RequestOp.
     * @deprecated Use etcdserverpb.RequestOp.$Properties instead.
     */
    interface IRequestOp extends etcdserverpb.RequestOp.$Properties {
    }

    /** Represents a RequestOp. */
    class RequestOp {

        /**
         * Constructs a new RequestOp.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.RequestOp.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RequestOp request_range. */
        request_range?: (etcdserverpb.RangeRequest.$Properties|null);

        /** RequestOp request_put. */
        request_put?: (etcdserverpb.PutRequest.$Properties|null);

        /** RequestOp request_delete_range. */
        request_delete_range?: (etcdserverpb.DeleteRangeRequest.$Properties|null);

        /** RequestOp request_txn. */
        request_txn?: (etcdserverpb.TxnRequest.$Properties|null);

        /** RequestOp request. */
        request?: ("request_range"|"request_put"|"request_delete_range"|"request_txn");

        /**
         * Creates a new RequestOp instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RequestOp instance
         */
        static create(properties: etcdserverpb.RequestOp.$Shape): etcdserverpb.RequestOp & etcdserverpb.RequestOp.$Shape;
        static create(properties?: etcdserverpb.RequestOp.$Properties): etcdserverpb.RequestOp;

        /**
         * Encodes the specified RequestOp message. Does not implicitly {@link etcdserverpb.RequestOp.verify|verify} messages.
         * @param message RequestOp message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.RequestOp.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RequestOp message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.RequestOp & etcdserverpb.RequestOp.$Shape} RequestOp
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.RequestOp & etcdserverpb.RequestOp.$Shape;
    }

    namespace RequestOp {

        /** Properties of a RequestOp. */
        interface $Properties {

            /** RequestOp request_range */
            request_range?: (etcdserverpb.RangeRequest.$Properties|null);

            /** RequestOp request_put */
            request_put?: (etcdserverpb.PutRequest.$Properties|null);

            /** RequestOp request_delete_range */
            request_delete_range?: (etcdserverpb.DeleteRangeRequest.$Properties|null);

            /** RequestOp request_txn */
            request_txn?: (etcdserverpb.TxnRequest.$Properties|null);

            /** RequestOp request */
            request?: ("request_range"|"request_put"|"request_delete_range"|"request_txn");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a RequestOp. */
        type $Shape = {
          request_range?: etcdserverpb.RangeRequest.$Shape|null;
          request_put?: etcdserverpb.PutRequest.$Shape|null;
          request_delete_range?: etcdserverpb.DeleteRangeRequest.$Shape|null;
          request_txn?: etcdserverpb.TxnRequest.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ request?: undefined; request_range?: null; request_put?: null; request_delete_range?: null; request_txn?: null }|{ request?: "request_range"; request_range: etcdserverpb.RangeRequest.$Shape; request_put?: null; request_delete_range?: null; request_txn?: null }|{ request?: "request_put"; request_range?: null; request_put: etcdserverpb.PutRequest.$Shape; request_delete_range?: null; request_txn?: null }|{ request?: "request_delete_range"; request_range?: null; request_put?: null; request_delete_range: etcdserverpb.DeleteRangeRequest.$Shape; request_txn?: null }|{ request?: "request_txn"; request_range?: null; request_put?: null; request_delete_range?: null; request_txn: etcdserverpb.TxnRequest.$Shape })
        );
    }

    /**
     * Properties of a ResponseOp.
     * @deprecated Use etcdserverpb.ResponseOp.$Properties instead.
     */
    interface IResponseOp extends etcdserverpb.ResponseOp.$Properties {
    }

    /** Represents a ResponseOp. */
    class ResponseOp {

        /**
         * Constructs a new ResponseOp.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.ResponseOp.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ResponseOp response_range. */
        response_range?: (etcdserverpb.RangeResponse.$Properties|null);

        /** ResponseOp response_put. */
        response_put?: (etcdserverpb.PutResponse.$Properties|null);

        /** ResponseOp response_delete_range. */
        response_delete_range?: (etcdserverpb.DeleteRangeResponse.$Properties|null);

        /** ResponseOp response_txn. */
        response_txn?: (etcdserverpb.TxnResponse.$Properties|null);

        /** ResponseOp response. */
        response?: ("response_range"|"response_put"|"response_delete_range"|"response_txn");

        /**
         * Creates a new ResponseOp instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ResponseOp instance
         */
        static create(properties: etcdserverpb.ResponseOp.$Shape): etcdserverpb.ResponseOp & etcdserverpb.ResponseOp.$Shape;
        static create(properties?: etcdserverpb.ResponseOp.$Properties): etcdserverpb.ResponseOp;

        /**
         * Encodes the specified ResponseOp message. Does not implicitly {@link etcdserverpb.ResponseOp.verify|verify} messages.
         * @param message ResponseOp message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.ResponseOp.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ResponseOp message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.ResponseOp & etcdserverpb.ResponseOp.$Shape} ResponseOp
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.ResponseOp & etcdserverpb.ResponseOp.$Shape;
    }

    namespace ResponseOp {

        /** Properties of a ResponseOp. */
        interface $Properties {

            /** ResponseOp response_range */
            response_range?: (etcdserverpb.RangeResponse.$Properties|null);

            /** ResponseOp response_put */
            response_put?: (etcdserverpb.PutResponse.$Properties|null);

            /** ResponseOp response_delete_range */
            response_delete_range?: (etcdserverpb.DeleteRangeResponse.$Properties|null);

            /** ResponseOp response_txn */
            response_txn?: (etcdserverpb.TxnResponse.$Properties|null);

            /** ResponseOp response */
            response?: ("response_range"|"response_put"|"response_delete_range"|"response_txn");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a ResponseOp. */
        type $Shape = {
          response_range?: etcdserverpb.RangeResponse.$Shape|null;
          response_put?: etcdserverpb.PutResponse.$Shape|null;
          response_delete_range?: etcdserverpb.DeleteRangeResponse.$Shape|null;
          response_txn?: etcdserverpb.TxnResponse.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ response?: undefined; response_range?: null; response_put?: null; response_delete_range?: null; response_txn?: null }|{ response?: "response_range"; response_range: etcdserverpb.RangeResponse.$Shape; response_put?: null; response_delete_range?: null; response_txn?: null }|{ response?: "response_put"; response_range?: null; response_put: etcdserverpb.PutResponse.$Shape; response_delete_range?: null; response_txn?: null }|{ response?: "response_delete_range"; response_range?: null; response_put?: null; response_delete_range: etcdserverpb.DeleteRangeResponse.$Shape; response_txn?: null }|{ response?: "response_txn"; response_range?: null; response_put?: null; response_delete_range?: null; response_txn: etcdserverpb.TxnResponse.$Shape })
        );
    }

    /**
     * Properties of a Compare.
     * @deprecated Use etcdserverpb.Compare.$Properties instead.
     */
    interface ICompare extends etcdserverpb.Compare.$Properties {
    }

    /** Represents a Compare. */
    class Compare {

        /**
         * Constructs a new Compare.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.Compare.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Compare result. */
        result: etcdserverpb.Compare.CompareResult;

        /** Compare target. */
        target: etcdserverpb.Compare.CompareTarget;

        /** Compare key. */
        key: Uint8Array;

        /** Compare version. */
        version?: (number|Long|null);

        /** Compare create_revision. */
        create_revision?: (number|Long|null);

        /** Compare mod_revision. */
        mod_revision?: (number|Long|null);

        /** Compare value. */
        value?: (Uint8Array|null);

        /** Compare lease. */
        lease?: (number|Long|null);

        /** Compare range_end. */
        range_end: Uint8Array;

        /** Compare target_union. */
        target_union?: ("version"|"create_revision"|"mod_revision"|"value"|"lease");

        /**
         * Creates a new Compare instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Compare instance
         */
        static create(properties: etcdserverpb.Compare.$Shape): etcdserverpb.Compare & etcdserverpb.Compare.$Shape;
        static create(properties?: etcdserverpb.Compare.$Properties): etcdserverpb.Compare;

        /**
         * Encodes the specified Compare message. Does not implicitly {@link etcdserverpb.Compare.verify|verify} messages.
         * @param message Compare message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.Compare.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Compare message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.Compare & etcdserverpb.Compare.$Shape} Compare
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.Compare & etcdserverpb.Compare.$Shape;
    }

    namespace Compare {

        /** Properties of a Compare. */
        interface $Properties {

            /** Compare result */
            result?: (etcdserverpb.Compare.CompareResult|null);

            /** Compare target */
            target?: (etcdserverpb.Compare.CompareTarget|null);

            /** Compare key */
            key?: (Uint8Array|null);

            /** Compare version */
            version?: (number|Long|null);

            /** Compare create_revision */
            create_revision?: (number|Long|null);

            /** Compare mod_revision */
            mod_revision?: (number|Long|null);

            /** Compare value */
            value?: (Uint8Array|null);

            /** Compare lease */
            lease?: (number|Long|null);

            /** Compare range_end */
            range_end?: (Uint8Array|null);

            /** Compare target_union */
            target_union?: ("version"|"create_revision"|"mod_revision"|"value"|"lease");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a Compare. */
        type $Shape = {
          result?: etcdserverpb.Compare.CompareResult|null;
          target?: etcdserverpb.Compare.CompareTarget|null;
          key?: Uint8Array|null;
          version?: number|Long|null;
          create_revision?: number|Long|null;
          mod_revision?: number|Long|null;
          value?: Uint8Array|null;
          lease?: number|Long|null;
          range_end?: Uint8Array|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ target_union?: undefined; version?: null; create_revision?: null; mod_revision?: null; value?: null; lease?: null }|{ target_union?: "version"; version: number|Long; create_revision?: null; mod_revision?: null; value?: null; lease?: null }|{ target_union?: "create_revision"; version?: null; create_revision: number|Long; mod_revision?: null; value?: null; lease?: null }|{ target_union?: "mod_revision"; version?: null; create_revision?: null; mod_revision: number|Long; value?: null; lease?: null }|{ target_union?: "value"; version?: null; create_revision?: null; mod_revision?: null; value: Uint8Array; lease?: null }|{ target_union?: "lease"; version?: null; create_revision?: null; mod_revision?: null; value?: null; lease: number|Long })
        );

        /** CompareResult enum. */
        enum CompareResult {

            /** EQUAL value */
            EQUAL = 0,

            /** GREATER value */
            GREATER = 1,

            /** LESS value */
            LESS = 2,

            /** NOT_EQUAL value */
            NOT_EQUAL = 3
        }

        /** CompareTarget enum. */
        enum CompareTarget {

            /** VERSION value */
            VERSION = 0,

            /** CREATE value */
            CREATE = 1,

            /** MOD value */
            MOD = 2,

            /** VALUE value */
            VALUE = 3,

            /** LEASE value */
            LEASE = 4
        }
    }

    /**
     * Properties of a TxnRequest.
     * @deprecated Use etcdserverpb.TxnRequest.$Properties instead.
     */
    interface ITxnRequest extends etcdserverpb.TxnRequest.$Properties {
    }

    /** Represents a TxnRequest. */
    class TxnRequest {

        /**
         * Constructs a new TxnRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.TxnRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TxnRequest compare. */
        compare: etcdserverpb.Compare.$Properties[];

        /** TxnRequest success. */
        success: etcdserverpb.RequestOp.$Properties[];

        /** TxnRequest failure. */
        failure: etcdserverpb.RequestOp.$Properties[];

        /**
         * Creates a new TxnRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns TxnRequest instance
         */
        static create(properties: etcdserverpb.TxnRequest.$Shape): etcdserverpb.TxnRequest & etcdserverpb.TxnRequest.$Shape;
        static create(properties?: etcdserverpb.TxnRequest.$Properties): etcdserverpb.TxnRequest;

        /**
         * Encodes the specified TxnRequest message. Does not implicitly {@link etcdserverpb.TxnRequest.verify|verify} messages.
         * @param message TxnRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.TxnRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TxnRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.TxnRequest & etcdserverpb.TxnRequest.$Shape} TxnRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.TxnRequest & etcdserverpb.TxnRequest.$Shape;
    }

    namespace TxnRequest {

        /** Properties of a TxnRequest. */
        interface $Properties {

            /** TxnRequest compare */
            compare?: (etcdserverpb.Compare.$Properties[]|null);

            /** TxnRequest success */
            success?: (etcdserverpb.RequestOp.$Properties[]|null);

            /** TxnRequest failure */
            failure?: (etcdserverpb.RequestOp.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TxnRequest. */
        type $Shape = {
          compare?: etcdserverpb.Compare.$Shape[]|null;
          success?: etcdserverpb.RequestOp.$Shape[]|null;
          failure?: etcdserverpb.RequestOp.$Shape[]|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of a TxnResponse.
     * @deprecated Use etcdserverpb.TxnResponse.$Properties instead.
     */
    interface ITxnResponse extends etcdserverpb.TxnResponse.$Properties {
    }

    /** Represents a TxnResponse. */
    class TxnResponse {

        /**
         * Constructs a new TxnResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.TxnResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TxnResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** TxnResponse succeeded. */
        succeeded: boolean;

        /** TxnResponse responses. */
        responses: etcdserverpb.ResponseOp.$Properties[];

        /**
         * Creates a new TxnResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns TxnResponse instance
         */
        static create(properties: etcdserverpb.TxnResponse.$Shape): etcdserverpb.TxnResponse & etcdserverpb.TxnResponse.$Shape;
        static create(properties?: etcdserverpb.TxnResponse.$Properties): etcdserverpb.TxnResponse;

        /**
         * Encodes the specified TxnResponse message. Does not implicitly {@link etcdserverpb.TxnResponse.verify|verify} messages.
         * @param message TxnResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.TxnResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TxnResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.TxnResponse & etcdserverpb.TxnResponse.$Shape} TxnResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.TxnResponse & etcdserverpb.TxnResponse.$Shape;
    }

    namespace TxnResponse {

        /** Properties of a TxnResponse. */
        interface $Properties {

            /** TxnResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** TxnResponse succeeded */
            succeeded?: (boolean|null);

            /** TxnResponse responses */
            responses?: (etcdserverpb.ResponseOp.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TxnResponse. */
        type $Shape = {
          header?: etcdserverpb.ResponseHeader.$Shape|null;
          succeeded?: boolean|null;
          responses?: etcdserverpb.ResponseOp.$Shape[]|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of a CompactionRequest.
     * @deprecated Use etcdserverpb.CompactionRequest.$Properties instead.
     */
    interface ICompactionRequest extends etcdserverpb.CompactionRequest.$Properties {
    }

    /** Represents a CompactionRequest. */
    class CompactionRequest {

        /**
         * Constructs a new CompactionRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.CompactionRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CompactionRequest revision. */
        revision: (number|Long);

        /** CompactionRequest physical. */
        physical: boolean;

        /**
         * Creates a new CompactionRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns CompactionRequest instance
         */
        static create(properties: etcdserverpb.CompactionRequest.$Shape): etcdserverpb.CompactionRequest & etcdserverpb.CompactionRequest.$Shape;
        static create(properties?: etcdserverpb.CompactionRequest.$Properties): etcdserverpb.CompactionRequest;

        /**
         * Encodes the specified CompactionRequest message. Does not implicitly {@link etcdserverpb.CompactionRequest.verify|verify} messages.
         * @param message CompactionRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.CompactionRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CompactionRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.CompactionRequest & etcdserverpb.CompactionRequest.$Shape} CompactionRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.CompactionRequest & etcdserverpb.CompactionRequest.$Shape;
    }

    namespace CompactionRequest {

        /** Properties of a CompactionRequest. */
        interface $Properties {

            /** CompactionRequest revision */
            revision?: (number|Long|null);

            /** CompactionRequest physical */
            physical?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CompactionRequest. */
        type $Shape = etcdserverpb.CompactionRequest.$Properties;
    }

    /**
     * Properties of a CompactionResponse.
     * @deprecated Use etcdserverpb.CompactionResponse.$Properties instead.
     */
    interface ICompactionResponse extends etcdserverpb.CompactionResponse.$Properties {
    }

    /** Represents a CompactionResponse. */
    class CompactionResponse {

        /**
         * Constructs a new CompactionResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.CompactionResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CompactionResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new CompactionResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns CompactionResponse instance
         */
        static create(properties: etcdserverpb.CompactionResponse.$Shape): etcdserverpb.CompactionResponse & etcdserverpb.CompactionResponse.$Shape;
        static create(properties?: etcdserverpb.CompactionResponse.$Properties): etcdserverpb.CompactionResponse;

        /**
         * Encodes the specified CompactionResponse message. Does not implicitly {@link etcdserverpb.CompactionResponse.verify|verify} messages.
         * @param message CompactionResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.CompactionResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CompactionResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.CompactionResponse & etcdserverpb.CompactionResponse.$Shape} CompactionResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.CompactionResponse & etcdserverpb.CompactionResponse.$Shape;
    }

    namespace CompactionResponse {

        /** Properties of a CompactionResponse. */
        interface $Properties {

            /** CompactionResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CompactionResponse. */
        type $Shape = etcdserverpb.CompactionResponse.$Properties;
    }

    /**
     * Properties of a HashRequest.
     * @deprecated Use etcdserverpb.HashRequest.$Properties instead.
     */
    interface IHashRequest extends etcdserverpb.HashRequest.$Properties {
    }

    /** Represents a HashRequest. */
    class HashRequest {

        /**
         * Constructs a new HashRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.HashRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new HashRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns HashRequest instance
         */
        static create(properties: etcdserverpb.HashRequest.$Shape): etcdserverpb.HashRequest & etcdserverpb.HashRequest.$Shape;
        static create(properties?: etcdserverpb.HashRequest.$Properties): etcdserverpb.HashRequest;

        /**
         * Encodes the specified HashRequest message. Does not implicitly {@link etcdserverpb.HashRequest.verify|verify} messages.
         * @param message HashRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.HashRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HashRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.HashRequest & etcdserverpb.HashRequest.$Shape} HashRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.HashRequest & etcdserverpb.HashRequest.$Shape;
    }

    namespace HashRequest {

        /** Properties of a HashRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HashRequest. */
        type $Shape = etcdserverpb.HashRequest.$Properties;
    }

    /**
     * Properties of a HashKVRequest.
     * @deprecated Use etcdserverpb.HashKVRequest.$Properties instead.
     */
    interface IHashKVRequest extends etcdserverpb.HashKVRequest.$Properties {
    }

    /** Represents a HashKVRequest. */
    class HashKVRequest {

        /**
         * Constructs a new HashKVRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.HashKVRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HashKVRequest revision. */
        revision: (number|Long);

        /**
         * Creates a new HashKVRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns HashKVRequest instance
         */
        static create(properties: etcdserverpb.HashKVRequest.$Shape): etcdserverpb.HashKVRequest & etcdserverpb.HashKVRequest.$Shape;
        static create(properties?: etcdserverpb.HashKVRequest.$Properties): etcdserverpb.HashKVRequest;

        /**
         * Encodes the specified HashKVRequest message. Does not implicitly {@link etcdserverpb.HashKVRequest.verify|verify} messages.
         * @param message HashKVRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.HashKVRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HashKVRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.HashKVRequest & etcdserverpb.HashKVRequest.$Shape} HashKVRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.HashKVRequest & etcdserverpb.HashKVRequest.$Shape;
    }

    namespace HashKVRequest {

        /** Properties of a HashKVRequest. */
        interface $Properties {

            /** HashKVRequest revision */
            revision?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HashKVRequest. */
        type $Shape = etcdserverpb.HashKVRequest.$Properties;
    }

    /**
     * Properties of a HashKVResponse.
     * @deprecated Use etcdserverpb.HashKVResponse.$Properties instead.
     */
    interface IHashKVResponse extends etcdserverpb.HashKVResponse.$Properties {
    }

    /** Represents a HashKVResponse. */
    class HashKVResponse {

        /**
         * Constructs a new HashKVResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.HashKVResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HashKVResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** HashKVResponse hash. */
        hash: number;

        /** HashKVResponse compact_revision. */
        compact_revision: (number|Long);

        /** HashKVResponse hash_revision. */
        hash_revision: (number|Long);

        /**
         * Creates a new HashKVResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns HashKVResponse instance
         */
        static create(properties: etcdserverpb.HashKVResponse.$Shape): etcdserverpb.HashKVResponse & etcdserverpb.HashKVResponse.$Shape;
        static create(properties?: etcdserverpb.HashKVResponse.$Properties): etcdserverpb.HashKVResponse;

        /**
         * Encodes the specified HashKVResponse message. Does not implicitly {@link etcdserverpb.HashKVResponse.verify|verify} messages.
         * @param message HashKVResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.HashKVResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HashKVResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.HashKVResponse & etcdserverpb.HashKVResponse.$Shape} HashKVResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.HashKVResponse & etcdserverpb.HashKVResponse.$Shape;
    }

    namespace HashKVResponse {

        /** Properties of a HashKVResponse. */
        interface $Properties {

            /** HashKVResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** HashKVResponse hash */
            hash?: (number|null);

            /** HashKVResponse compact_revision */
            compact_revision?: (number|Long|null);

            /** HashKVResponse hash_revision */
            hash_revision?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HashKVResponse. */
        type $Shape = etcdserverpb.HashKVResponse.$Properties;
    }

    /**
     * Properties of a HashResponse.
     * @deprecated Use etcdserverpb.HashResponse.$Properties instead.
     */
    interface IHashResponse extends etcdserverpb.HashResponse.$Properties {
    }

    /** Represents a HashResponse. */
    class HashResponse {

        /**
         * Constructs a new HashResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.HashResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** HashResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** HashResponse hash. */
        hash: number;

        /**
         * Creates a new HashResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns HashResponse instance
         */
        static create(properties: etcdserverpb.HashResponse.$Shape): etcdserverpb.HashResponse & etcdserverpb.HashResponse.$Shape;
        static create(properties?: etcdserverpb.HashResponse.$Properties): etcdserverpb.HashResponse;

        /**
         * Encodes the specified HashResponse message. Does not implicitly {@link etcdserverpb.HashResponse.verify|verify} messages.
         * @param message HashResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.HashResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a HashResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.HashResponse & etcdserverpb.HashResponse.$Shape} HashResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.HashResponse & etcdserverpb.HashResponse.$Shape;
    }

    namespace HashResponse {

        /** Properties of a HashResponse. */
        interface $Properties {

            /** HashResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** HashResponse hash */
            hash?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a HashResponse. */
        type $Shape = etcdserverpb.HashResponse.$Properties;
    }

    /**
     * Properties of a SnapshotRequest.
     * @deprecated Use etcdserverpb.SnapshotRequest.$Properties instead.
     */
    interface ISnapshotRequest extends etcdserverpb.SnapshotRequest.$Properties {
    }

    /** Represents a SnapshotRequest. */
    class SnapshotRequest {

        /**
         * Constructs a new SnapshotRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.SnapshotRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new SnapshotRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SnapshotRequest instance
         */
        static create(properties: etcdserverpb.SnapshotRequest.$Shape): etcdserverpb.SnapshotRequest & etcdserverpb.SnapshotRequest.$Shape;
        static create(properties?: etcdserverpb.SnapshotRequest.$Properties): etcdserverpb.SnapshotRequest;

        /**
         * Encodes the specified SnapshotRequest message. Does not implicitly {@link etcdserverpb.SnapshotRequest.verify|verify} messages.
         * @param message SnapshotRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.SnapshotRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SnapshotRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.SnapshotRequest & etcdserverpb.SnapshotRequest.$Shape} SnapshotRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.SnapshotRequest & etcdserverpb.SnapshotRequest.$Shape;
    }

    namespace SnapshotRequest {

        /** Properties of a SnapshotRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SnapshotRequest. */
        type $Shape = etcdserverpb.SnapshotRequest.$Properties;
    }

    /**
     * Properties of a SnapshotResponse.
     * @deprecated Use etcdserverpb.SnapshotResponse.$Properties instead.
     */
    interface ISnapshotResponse extends etcdserverpb.SnapshotResponse.$Properties {
    }

    /** Represents a SnapshotResponse. */
    class SnapshotResponse {

        /**
         * Constructs a new SnapshotResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.SnapshotResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SnapshotResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** SnapshotResponse remaining_bytes. */
        remaining_bytes: (number|Long);

        /** SnapshotResponse blob. */
        blob: Uint8Array;

        /** SnapshotResponse version. */
        version: string;

        /**
         * Creates a new SnapshotResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SnapshotResponse instance
         */
        static create(properties: etcdserverpb.SnapshotResponse.$Shape): etcdserverpb.SnapshotResponse & etcdserverpb.SnapshotResponse.$Shape;
        static create(properties?: etcdserverpb.SnapshotResponse.$Properties): etcdserverpb.SnapshotResponse;

        /**
         * Encodes the specified SnapshotResponse message. Does not implicitly {@link etcdserverpb.SnapshotResponse.verify|verify} messages.
         * @param message SnapshotResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.SnapshotResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SnapshotResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.SnapshotResponse & etcdserverpb.SnapshotResponse.$Shape} SnapshotResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.SnapshotResponse & etcdserverpb.SnapshotResponse.$Shape;
    }

    namespace SnapshotResponse {

        /** Properties of a SnapshotResponse. */
        interface $Properties {

            /** SnapshotResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** SnapshotResponse remaining_bytes */
            remaining_bytes?: (number|Long|null);

            /** SnapshotResponse blob */
            blob?: (Uint8Array|null);

            /** SnapshotResponse version */
            version?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SnapshotResponse. */
        type $Shape = etcdserverpb.SnapshotResponse.$Properties;
    }

    /**
     * Properties of a WatchRequest.
     * @deprecated Use etcdserverpb.WatchRequest.$Properties instead.
     */
    interface IWatchRequest extends etcdserverpb.WatchRequest.$Properties {
    }

    /** Represents a WatchRequest. */
    class WatchRequest {

        /**
         * Constructs a new WatchRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.WatchRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** WatchRequest create_request. */
        create_request?: (etcdserverpb.WatchCreateRequest.$Properties|null);

        /** WatchRequest cancel_request. */
        cancel_request?: (etcdserverpb.WatchCancelRequest.$Properties|null);

        /** WatchRequest progress_request. */
        progress_request?: (etcdserverpb.WatchProgressRequest.$Properties|null);

        /** WatchRequest request_union. */
        request_union?: ("create_request"|"cancel_request"|"progress_request");

        /**
         * Creates a new WatchRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns WatchRequest instance
         */
        static create(properties: etcdserverpb.WatchRequest.$Shape): etcdserverpb.WatchRequest & etcdserverpb.WatchRequest.$Shape;
        static create(properties?: etcdserverpb.WatchRequest.$Properties): etcdserverpb.WatchRequest;

        /**
         * Encodes the specified WatchRequest message. Does not implicitly {@link etcdserverpb.WatchRequest.verify|verify} messages.
         * @param message WatchRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.WatchRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a WatchRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.WatchRequest & etcdserverpb.WatchRequest.$Shape} WatchRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.WatchRequest & etcdserverpb.WatchRequest.$Shape;
    }

    namespace WatchRequest {

        /** Properties of a WatchRequest. */
        interface $Properties {

            /** WatchRequest create_request */
            create_request?: (etcdserverpb.WatchCreateRequest.$Properties|null);

            /** WatchRequest cancel_request */
            cancel_request?: (etcdserverpb.WatchCancelRequest.$Properties|null);

            /** WatchRequest progress_request */
            progress_request?: (etcdserverpb.WatchProgressRequest.$Properties|null);

            /** WatchRequest request_union */
            request_union?: ("create_request"|"cancel_request"|"progress_request");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a WatchRequest. */
        type $Shape = {
          create_request?: etcdserverpb.WatchCreateRequest.$Shape|null;
          cancel_request?: etcdserverpb.WatchCancelRequest.$Shape|null;
          progress_request?: etcdserverpb.WatchProgressRequest.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ request_union?: undefined; create_request?: null; cancel_request?: null; progress_request?: null }|{ request_union?: "create_request"; create_request: etcdserverpb.WatchCreateRequest.$Shape; cancel_request?: null; progress_request?: null }|{ request_union?: "cancel_request"; create_request?: null; cancel_request: etcdserverpb.WatchCancelRequest.$Shape; progress_request?: null }|{ request_union?: "progress_request"; create_request?: null; cancel_request?: null; progress_request: etcdserverpb.WatchProgressRequest.$Shape })
        );
    }

    /**
     * Properties of a WatchCreateRequest.
     * @deprecated Use etcdserverpb.WatchCreateRequest.$Properties instead.
     */
    interface IWatchCreateRequest extends etcdserverpb.WatchCreateRequest.$Properties {
    }

    /** Represents a WatchCreateRequest. */
    class WatchCreateRequest {

        /**
         * Constructs a new WatchCreateRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.WatchCreateRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** WatchCreateRequest key. */
        key: Uint8Array;

        /** WatchCreateRequest range_end. */
        range_end: Uint8Array;

        /** WatchCreateRequest start_revision. */
        start_revision: (number|Long);

        /** WatchCreateRequest progress_notify. */
        progress_notify: boolean;

        /** WatchCreateRequest filters. */
        filters: etcdserverpb.WatchCreateRequest.FilterType[];

        /** WatchCreateRequest prev_kv. */
        prev_kv: boolean;

        /** WatchCreateRequest watch_id. */
        watch_id: (number|Long);

        /** WatchCreateRequest fragment. */
        fragment: boolean;

        /**
         * Creates a new WatchCreateRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns WatchCreateRequest instance
         */
        static create(properties: etcdserverpb.WatchCreateRequest.$Shape): etcdserverpb.WatchCreateRequest & etcdserverpb.WatchCreateRequest.$Shape;
        static create(properties?: etcdserverpb.WatchCreateRequest.$Properties): etcdserverpb.WatchCreateRequest;

        /**
         * Encodes the specified WatchCreateRequest message. Does not implicitly {@link etcdserverpb.WatchCreateRequest.verify|verify} messages.
         * @param message WatchCreateRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.WatchCreateRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a WatchCreateRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.WatchCreateRequest & etcdserverpb.WatchCreateRequest.$Shape} WatchCreateRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.WatchCreateRequest & etcdserverpb.WatchCreateRequest.$Shape;
    }

    namespace WatchCreateRequest {

        /** Properties of a WatchCreateRequest. */
        interface $Properties {

            /** WatchCreateRequest key */
            key?: (Uint8Array|null);

            /** WatchCreateRequest range_end */
            range_end?: (Uint8Array|null);

            /** WatchCreateRequest start_revision */
            start_revision?: (number|Long|null);

            /** WatchCreateRequest progress_notify */
            progress_notify?: (boolean|null);

            /** WatchCreateRequest filters */
            filters?: (etcdserverpb.WatchCreateRequest.FilterType[]|null);

            /** WatchCreateRequest prev_kv */
            prev_kv?: (boolean|null);

            /** WatchCreateRequest watch_id */
            watch_id?: (number|Long|null);

            /** WatchCreateRequest fragment */
            fragment?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a WatchCreateRequest. */
        type $Shape = etcdserverpb.WatchCreateRequest.$Properties;

        /** FilterType enum. */
        enum FilterType {

            /** NOPUT value */
            NOPUT = 0,

            /** NODELETE value */
            NODELETE = 1
        }
    }

    /**
     * Properties of a WatchCancelRequest.
     * @deprecated Use etcdserverpb.WatchCancelRequest.$Properties instead.
     */
    interface IWatchCancelRequest extends etcdserverpb.WatchCancelRequest.$Properties {
    }

    /** Represents a WatchCancelRequest. */
    class WatchCancelRequest {

        /**
         * Constructs a new WatchCancelRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.WatchCancelRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** WatchCancelRequest watch_id. */
        watch_id: (number|Long);

        /**
         * Creates a new WatchCancelRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns WatchCancelRequest instance
         */
        static create(properties: etcdserverpb.WatchCancelRequest.$Shape): etcdserverpb.WatchCancelRequest & etcdserverpb.WatchCancelRequest.$Shape;
        static create(properties?: etcdserverpb.WatchCancelRequest.$Properties): etcdserverpb.WatchCancelRequest;

        /**
         * Encodes the specified WatchCancelRequest message. Does not implicitly {@link etcdserverpb.WatchCancelRequest.verify|verify} messages.
         * @param message WatchCancelRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.WatchCancelRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a WatchCancelRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.WatchCancelRequest & etcdserverpb.WatchCancelRequest.$Shape} WatchCancelRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.WatchCancelRequest & etcdserverpb.WatchCancelRequest.$Shape;
    }

    namespace WatchCancelRequest {

        /** Properties of a WatchCancelRequest. */
        interface $Properties {

            /** WatchCancelRequest watch_id */
            watch_id?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a WatchCancelRequest. */
        type $Shape = etcdserverpb.WatchCancelRequest.$Properties;
    }

    /**
     * Properties of a WatchProgressRequest.
     * @deprecated Use etcdserverpb.WatchProgressRequest.$Properties instead.
     */
    interface IWatchProgressRequest extends etcdserverpb.WatchProgressRequest.$Properties {
    }

    /** Represents a WatchProgressRequest. */
    class WatchProgressRequest {

        /**
         * Constructs a new WatchProgressRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.WatchProgressRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new WatchProgressRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns WatchProgressRequest instance
         */
        static create(properties: etcdserverpb.WatchProgressRequest.$Shape): etcdserverpb.WatchProgressRequest & etcdserverpb.WatchProgressRequest.$Shape;
        static create(properties?: etcdserverpb.WatchProgressRequest.$Properties): etcdserverpb.WatchProgressRequest;

        /**
         * Encodes the specified WatchProgressRequest message. Does not implicitly {@link etcdserverpb.WatchProgressRequest.verify|verify} messages.
         * @param message WatchProgressRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.WatchProgressRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a WatchProgressRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.WatchProgressRequest & etcdserverpb.WatchProgressRequest.$Shape} WatchProgressRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.WatchProgressRequest & etcdserverpb.WatchProgressRequest.$Shape;
    }

    namespace WatchProgressRequest {

        /** Properties of a WatchProgressRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a WatchProgressRequest. */
        type $Shape = etcdserverpb.WatchProgressRequest.$Properties;
    }

    /**
     * Properties of a WatchResponse.
     * @deprecated Use etcdserverpb.WatchResponse.$Properties instead.
     */
    interface IWatchResponse extends etcdserverpb.WatchResponse.$Properties {
    }

    /** Represents a WatchResponse. */
    class WatchResponse {

        /**
         * Constructs a new WatchResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.WatchResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** WatchResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** WatchResponse watch_id. */
        watch_id: (number|Long);

        /** WatchResponse created. */
        created: boolean;

        /** WatchResponse canceled. */
        canceled: boolean;

        /** WatchResponse compact_revision. */
        compact_revision: (number|Long);

        /** WatchResponse cancel_reason. */
        cancel_reason: string;

        /** WatchResponse fragment. */
        fragment: boolean;

        /** WatchResponse events. */
        events: mvccpb.Event.$Properties[];

        /**
         * Creates a new WatchResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns WatchResponse instance
         */
        static create(properties: etcdserverpb.WatchResponse.$Shape): etcdserverpb.WatchResponse & etcdserverpb.WatchResponse.$Shape;
        static create(properties?: etcdserverpb.WatchResponse.$Properties): etcdserverpb.WatchResponse;

        /**
         * Encodes the specified WatchResponse message. Does not implicitly {@link etcdserverpb.WatchResponse.verify|verify} messages.
         * @param message WatchResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.WatchResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a WatchResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.WatchResponse & etcdserverpb.WatchResponse.$Shape} WatchResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.WatchResponse & etcdserverpb.WatchResponse.$Shape;
    }

    namespace WatchResponse {

        /** Properties of a WatchResponse. */
        interface $Properties {

            /** WatchResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** WatchResponse watch_id */
            watch_id?: (number|Long|null);

            /** WatchResponse created */
            created?: (boolean|null);

            /** WatchResponse canceled */
            canceled?: (boolean|null);

            /** WatchResponse compact_revision */
            compact_revision?: (number|Long|null);

            /** WatchResponse cancel_reason */
            cancel_reason?: (string|null);

            /** WatchResponse fragment */
            fragment?: (boolean|null);

            /** WatchResponse events */
            events?: (mvccpb.Event.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a WatchResponse. */
        type $Shape = etcdserverpb.WatchResponse.$Properties;
    }

    /**
     * Properties of a LeaseGrantRequest.
     * @deprecated Use etcdserverpb.LeaseGrantRequest.$Properties instead.
     */
    interface ILeaseGrantRequest extends etcdserverpb.LeaseGrantRequest.$Properties {
    }

    /** Represents a LeaseGrantRequest. */
    class LeaseGrantRequest {

        /**
         * Constructs a new LeaseGrantRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.LeaseGrantRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseGrantRequest TTL. */
        TTL: (number|Long);

        /** LeaseGrantRequest ID. */
        ID: (number|Long);

        /**
         * Creates a new LeaseGrantRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaseGrantRequest instance
         */
        static create(properties: etcdserverpb.LeaseGrantRequest.$Shape): etcdserverpb.LeaseGrantRequest & etcdserverpb.LeaseGrantRequest.$Shape;
        static create(properties?: etcdserverpb.LeaseGrantRequest.$Properties): etcdserverpb.LeaseGrantRequest;

        /**
         * Encodes the specified LeaseGrantRequest message. Does not implicitly {@link etcdserverpb.LeaseGrantRequest.verify|verify} messages.
         * @param message LeaseGrantRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.LeaseGrantRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseGrantRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.LeaseGrantRequest & etcdserverpb.LeaseGrantRequest.$Shape} LeaseGrantRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.LeaseGrantRequest & etcdserverpb.LeaseGrantRequest.$Shape;
    }

    namespace LeaseGrantRequest {

        /** Properties of a LeaseGrantRequest. */
        interface $Properties {

            /** LeaseGrantRequest TTL */
            TTL?: (number|Long|null);

            /** LeaseGrantRequest ID */
            ID?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseGrantRequest. */
        type $Shape = etcdserverpb.LeaseGrantRequest.$Properties;
    }

    /**
     * Properties of a LeaseGrantResponse.
     * @deprecated Use etcdserverpb.LeaseGrantResponse.$Properties instead.
     */
    interface ILeaseGrantResponse extends etcdserverpb.LeaseGrantResponse.$Properties {
    }

    /** Represents a LeaseGrantResponse. */
    class LeaseGrantResponse {

        /**
         * Constructs a new LeaseGrantResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.LeaseGrantResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseGrantResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** LeaseGrantResponse ID. */
        ID: (number|Long);

        /** LeaseGrantResponse TTL. */
        TTL: (number|Long);

        /** LeaseGrantResponse error. */
        error: string;

        /**
         * Creates a new LeaseGrantResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaseGrantResponse instance
         */
        static create(properties: etcdserverpb.LeaseGrantResponse.$Shape): etcdserverpb.LeaseGrantResponse & etcdserverpb.LeaseGrantResponse.$Shape;
        static create(properties?: etcdserverpb.LeaseGrantResponse.$Properties): etcdserverpb.LeaseGrantResponse;

        /**
         * Encodes the specified LeaseGrantResponse message. Does not implicitly {@link etcdserverpb.LeaseGrantResponse.verify|verify} messages.
         * @param message LeaseGrantResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.LeaseGrantResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseGrantResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.LeaseGrantResponse & etcdserverpb.LeaseGrantResponse.$Shape} LeaseGrantResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.LeaseGrantResponse & etcdserverpb.LeaseGrantResponse.$Shape;
    }

    namespace LeaseGrantResponse {

        /** Properties of a LeaseGrantResponse. */
        interface $Properties {

            /** LeaseGrantResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** LeaseGrantResponse ID */
            ID?: (number|Long|null);

            /** LeaseGrantResponse TTL */
            TTL?: (number|Long|null);

            /** LeaseGrantResponse error */
            error?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseGrantResponse. */
        type $Shape = etcdserverpb.LeaseGrantResponse.$Properties;
    }

    /**
     * Properties of a LeaseRevokeRequest.
     * @deprecated Use etcdserverpb.LeaseRevokeRequest.$Properties instead.
     */
    interface ILeaseRevokeRequest extends etcdserverpb.LeaseRevokeRequest.$Properties {
    }

    /** Represents a LeaseRevokeRequest. */
    class LeaseRevokeRequest {

        /**
         * Constructs a new LeaseRevokeRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.LeaseRevokeRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseRevokeRequest ID. */
        ID: (number|Long);

        /**
         * Creates a new LeaseRevokeRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaseRevokeRequest instance
         */
        static create(properties: etcdserverpb.LeaseRevokeRequest.$Shape): etcdserverpb.LeaseRevokeRequest & etcdserverpb.LeaseRevokeRequest.$Shape;
        static create(properties?: etcdserverpb.LeaseRevokeRequest.$Properties): etcdserverpb.LeaseRevokeRequest;

        /**
         * Encodes the specified LeaseRevokeRequest message. Does not implicitly {@link etcdserverpb.LeaseRevokeRequest.verify|verify} messages.
         * @param message LeaseRevokeRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.LeaseRevokeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseRevokeRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.LeaseRevokeRequest & etcdserverpb.LeaseRevokeRequest.$Shape} LeaseRevokeRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.LeaseRevokeRequest & etcdserverpb.LeaseRevokeRequest.$Shape;
    }

    namespace LeaseRevokeRequest {

        /** Properties of a LeaseRevokeRequest. */
        interface $Properties {

            /** LeaseRevokeRequest ID */
            ID?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseRevokeRequest. */
        type $Shape = etcdserverpb.LeaseRevokeRequest.$Properties;
    }

    /**
     * Properties of a LeaseRevokeResponse.
     * @deprecated Use etcdserverpb.LeaseRevokeResponse.$Properties instead.
     */
    interface ILeaseRevokeResponse extends etcdserverpb.LeaseRevokeResponse.$Properties {
    }

    /** Represents a LeaseRevokeResponse. */
    class LeaseRevokeResponse {

        /**
         * Constructs a new LeaseRevokeResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.LeaseRevokeResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseRevokeResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new LeaseRevokeResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaseRevokeResponse instance
         */
        static create(properties: etcdserverpb.LeaseRevokeResponse.$Shape): etcdserverpb.LeaseRevokeResponse & etcdserverpb.LeaseRevokeResponse.$Shape;
        static create(properties?: etcdserverpb.LeaseRevokeResponse.$Properties): etcdserverpb.LeaseRevokeResponse;

        /**
         * Encodes the specified LeaseRevokeResponse message. Does not implicitly {@link etcdserverpb.LeaseRevokeResponse.verify|verify} messages.
         * @param message LeaseRevokeResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.LeaseRevokeResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseRevokeResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.LeaseRevokeResponse & etcdserverpb.LeaseRevokeResponse.$Shape} LeaseRevokeResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.LeaseRevokeResponse & etcdserverpb.LeaseRevokeResponse.$Shape;
    }

    namespace LeaseRevokeResponse {

        /** Properties of a LeaseRevokeResponse. */
        interface $Properties {

            /** LeaseRevokeResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseRevokeResponse. */
        type $Shape = etcdserverpb.LeaseRevokeResponse.$Properties;
    }

    /**
     * Properties of a LeaseCheckpoint.
     * @deprecated Use etcdserverpb.LeaseCheckpoint.$Properties instead.
     */
    interface ILeaseCheckpoint extends etcdserverpb.LeaseCheckpoint.$Properties {
    }

    /** Represents a LeaseCheckpoint. */
    class LeaseCheckpoint {

        /**
         * Constructs a new LeaseCheckpoint.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.LeaseCheckpoint.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseCheckpoint ID. */
        ID: (number|Long);

        /** LeaseCheckpoint remaining_TTL. */
        remaining_TTL: (number|Long);

        /**
         * Creates a new LeaseCheckpoint instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaseCheckpoint instance
         */
        static create(properties: etcdserverpb.LeaseCheckpoint.$Shape): etcdserverpb.LeaseCheckpoint & etcdserverpb.LeaseCheckpoint.$Shape;
        static create(properties?: etcdserverpb.LeaseCheckpoint.$Properties): etcdserverpb.LeaseCheckpoint;

        /**
         * Encodes the specified LeaseCheckpoint message. Does not implicitly {@link etcdserverpb.LeaseCheckpoint.verify|verify} messages.
         * @param message LeaseCheckpoint message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.LeaseCheckpoint.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseCheckpoint message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.LeaseCheckpoint & etcdserverpb.LeaseCheckpoint.$Shape} LeaseCheckpoint
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.LeaseCheckpoint & etcdserverpb.LeaseCheckpoint.$Shape;
    }

    namespace LeaseCheckpoint {

        /** Properties of a LeaseCheckpoint. */
        interface $Properties {

            /** LeaseCheckpoint ID */
            ID?: (number|Long|null);

            /** LeaseCheckpoint remaining_TTL */
            remaining_TTL?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseCheckpoint. */
        type $Shape = etcdserverpb.LeaseCheckpoint.$Properties;
    }

    /**
     * Properties of a LeaseCheckpointRequest.
     * @deprecated Use etcdserverpb.LeaseCheckpointRequest.$Properties instead.
     */
    interface ILeaseCheckpointRequest extends etcdserverpb.LeaseCheckpointRequest.$Properties {
    }

    /** Represents a LeaseCheckpointRequest. */
    class LeaseCheckpointRequest {

        /**
         * Constructs a new LeaseCheckpointRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.LeaseCheckpointRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseCheckpointRequest checkpoints. */
        checkpoints: etcdserverpb.LeaseCheckpoint.$Properties[];

        /**
         * Creates a new LeaseCheckpointRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaseCheckpointRequest instance
         */
        static create(properties: etcdserverpb.LeaseCheckpointRequest.$Shape): etcdserverpb.LeaseCheckpointRequest & etcdserverpb.LeaseCheckpointRequest.$Shape;
        static create(properties?: etcdserverpb.LeaseCheckpointRequest.$Properties): etcdserverpb.LeaseCheckpointRequest;

        /**
         * Encodes the specified LeaseCheckpointRequest message. Does not implicitly {@link etcdserverpb.LeaseCheckpointRequest.verify|verify} messages.
         * @param message LeaseCheckpointRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.LeaseCheckpointRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseCheckpointRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.LeaseCheckpointRequest & etcdserverpb.LeaseCheckpointRequest.$Shape} LeaseCheckpointRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.LeaseCheckpointRequest & etcdserverpb.LeaseCheckpointRequest.$Shape;
    }

    namespace LeaseCheckpointRequest {

        /** Properties of a LeaseCheckpointRequest. */
        interface $Properties {

            /** LeaseCheckpointRequest checkpoints */
            checkpoints?: (etcdserverpb.LeaseCheckpoint.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseCheckpointRequest. */
        type $Shape = etcdserverpb.LeaseCheckpointRequest.$Properties;
    }

    /**
     * Properties of a LeaseCheckpointResponse.
     * @deprecated Use etcdserverpb.LeaseCheckpointResponse.$Properties instead.
     */
    interface ILeaseCheckpointResponse extends etcdserverpb.LeaseCheckpointResponse.$Properties {
    }

    /** Represents a LeaseCheckpointResponse. */
    class LeaseCheckpointResponse {

        /**
         * Constructs a new LeaseCheckpointResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.LeaseCheckpointResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseCheckpointResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new LeaseCheckpointResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaseCheckpointResponse instance
         */
        static create(properties: etcdserverpb.LeaseCheckpointResponse.$Shape): etcdserverpb.LeaseCheckpointResponse & etcdserverpb.LeaseCheckpointResponse.$Shape;
        static create(properties?: etcdserverpb.LeaseCheckpointResponse.$Properties): etcdserverpb.LeaseCheckpointResponse;

        /**
         * Encodes the specified LeaseCheckpointResponse message. Does not implicitly {@link etcdserverpb.LeaseCheckpointResponse.verify|verify} messages.
         * @param message LeaseCheckpointResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.LeaseCheckpointResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseCheckpointResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.LeaseCheckpointResponse & etcdserverpb.LeaseCheckpointResponse.$Shape} LeaseCheckpointResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.LeaseCheckpointResponse & etcdserverpb.LeaseCheckpointResponse.$Shape;
    }

    namespace LeaseCheckpointResponse {

        /** Properties of a LeaseCheckpointResponse. */
        interface $Properties {

            /** LeaseCheckpointResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseCheckpointResponse. */
        type $Shape = etcdserverpb.LeaseCheckpointResponse.$Properties;
    }

    /**
     * Properties of a LeaseKeepAliveRequest.
     * @deprecated Use etcdserverpb.LeaseKeepAliveRequest.$Properties instead.
     */
    interface ILeaseKeepAliveRequest extends etcdserverpb.LeaseKeepAliveRequest.$Properties {
    }

    /** Represents a LeaseKeepAliveRequest. */
    class LeaseKeepAliveRequest {

        /**
         * Constructs a new LeaseKeepAliveRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.LeaseKeepAliveRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseKeepAliveRequest ID. */
        ID: (number|Long);

        /**
         * Creates a new LeaseKeepAliveRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaseKeepAliveRequest instance
         */
        static create(properties: etcdserverpb.LeaseKeepAliveRequest.$Shape): etcdserverpb.LeaseKeepAliveRequest & etcdserverpb.LeaseKeepAliveRequest.$Shape;
        static create(properties?: etcdserverpb.LeaseKeepAliveRequest.$Properties): etcdserverpb.LeaseKeepAliveRequest;

        /**
         * Encodes the specified LeaseKeepAliveRequest message. Does not implicitly {@link etcdserverpb.LeaseKeepAliveRequest.verify|verify} messages.
         * @param message LeaseKeepAliveRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.LeaseKeepAliveRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseKeepAliveRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.LeaseKeepAliveRequest & etcdserverpb.LeaseKeepAliveRequest.$Shape} LeaseKeepAliveRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.LeaseKeepAliveRequest & etcdserverpb.LeaseKeepAliveRequest.$Shape;
    }

    namespace LeaseKeepAliveRequest {

        /** Properties of a LeaseKeepAliveRequest. */
        interface $Properties {

            /** LeaseKeepAliveRequest ID */
            ID?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseKeepAliveRequest. */
        type $Shape = etcdserverpb.LeaseKeepAliveRequest.$Properties;
    }

    /**
     * Properties of a LeaseKeepAliveResponse.
     * @deprecated Use etcdserverpb.LeaseKeepAliveResponse.$Properties instead.
     */
    interface ILeaseKeepAliveResponse extends etcdserverpb.LeaseKeepAliveResponse.$Properties {
    }

    /** Represents a LeaseKeepAliveResponse. */
    class LeaseKeepAliveResponse {

        /**
         * Constructs a new LeaseKeepAliveResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.LeaseKeepAliveResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseKeepAliveResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** LeaseKeepAliveResponse ID. */
        ID: (number|Long);

        /** LeaseKeepAliveResponse TTL. */
        TTL: (number|Long);

        /**
         * Creates a new LeaseKeepAliveResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaseKeepAliveResponse instance
         */
        static create(properties: etcdserverpb.LeaseKeepAliveResponse.$Shape): etcdserverpb.LeaseKeepAliveResponse & etcdserverpb.LeaseKeepAliveResponse.$Shape;
        static create(properties?: etcdserverpb.LeaseKeepAliveResponse.$Properties): etcdserverpb.LeaseKeepAliveResponse;

        /**
         * Encodes the specified LeaseKeepAliveResponse message. Does not implicitly {@link etcdserverpb.LeaseKeepAliveResponse.verify|verify} messages.
         * @param message LeaseKeepAliveResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.LeaseKeepAliveResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseKeepAliveResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.LeaseKeepAliveResponse & etcdserverpb.LeaseKeepAliveResponse.$Shape} LeaseKeepAliveResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.LeaseKeepAliveResponse & etcdserverpb.LeaseKeepAliveResponse.$Shape;
    }

    namespace LeaseKeepAliveResponse {

        /** Properties of a LeaseKeepAliveResponse. */
        interface $Properties {

            /** LeaseKeepAliveResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** LeaseKeepAliveResponse ID */
            ID?: (number|Long|null);

            /** LeaseKeepAliveResponse TTL */
            TTL?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseKeepAliveResponse. */
        type $Shape = etcdserverpb.LeaseKeepAliveResponse.$Properties;
    }

    /**
     * Properties of a LeaseTimeToLiveRequest.
     * @deprecated Use etcdserverpb.LeaseTimeToLiveRequest.$Properties instead.
     */
    interface ILeaseTimeToLiveRequest extends etcdserverpb.LeaseTimeToLiveRequest.$Properties {
    }

    /** Represents a LeaseTimeToLiveRequest. */
    class LeaseTimeToLiveRequest {

        /**
         * Constructs a new LeaseTimeToLiveRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.LeaseTimeToLiveRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseTimeToLiveRequest ID. */
        ID: (number|Long);

        /** LeaseTimeToLiveRequest keys. */
        keys: boolean;

        /**
         * Creates a new LeaseTimeToLiveRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaseTimeToLiveRequest instance
         */
        static create(properties: etcdserverpb.LeaseTimeToLiveRequest.$Shape): etcdserverpb.LeaseTimeToLiveRequest & etcdserverpb.LeaseTimeToLiveRequest.$Shape;
        static create(properties?: etcdserverpb.LeaseTimeToLiveRequest.$Properties): etcdserverpb.LeaseTimeToLiveRequest;

        /**
         * Encodes the specified LeaseTimeToLiveRequest message. Does not implicitly {@link etcdserverpb.LeaseTimeToLiveRequest.verify|verify} messages.
         * @param message LeaseTimeToLiveRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.LeaseTimeToLiveRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseTimeToLiveRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.LeaseTimeToLiveRequest & etcdserverpb.LeaseTimeToLiveRequest.$Shape} LeaseTimeToLiveRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.LeaseTimeToLiveRequest & etcdserverpb.LeaseTimeToLiveRequest.$Shape;
    }

    namespace LeaseTimeToLiveRequest {

        /** Properties of a LeaseTimeToLiveRequest. */
        interface $Properties {

            /** LeaseTimeToLiveRequest ID */
            ID?: (number|Long|null);

            /** LeaseTimeToLiveRequest keys */
            keys?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseTimeToLiveRequest. */
        type $Shape = etcdserverpb.LeaseTimeToLiveRequest.$Properties;
    }

    /**
     * Properties of a LeaseTimeToLiveResponse.
     * @deprecated Use etcdserverpb.LeaseTimeToLiveResponse.$Properties instead.
     */
    interface ILeaseTimeToLiveResponse extends etcdserverpb.LeaseTimeToLiveResponse.$Properties {
    }

    /** Represents a LeaseTimeToLiveResponse. */
    class LeaseTimeToLiveResponse {

        /**
         * Constructs a new LeaseTimeToLiveResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.LeaseTimeToLiveResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseTimeToLiveResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** LeaseTimeToLiveResponse ID. */
        ID: (number|Long);

        /** LeaseTimeToLiveResponse TTL. */
        TTL: (number|Long);

        /** LeaseTimeToLiveResponse grantedTTL. */
        grantedTTL: (number|Long);

        /** LeaseTimeToLiveResponse keys. */
        keys: Uint8Array[];

        /**
         * Creates a new LeaseTimeToLiveResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaseTimeToLiveResponse instance
         */
        static create(properties: etcdserverpb.LeaseTimeToLiveResponse.$Shape): etcdserverpb.LeaseTimeToLiveResponse & etcdserverpb.LeaseTimeToLiveResponse.$Shape;
        static create(properties?: etcdserverpb.LeaseTimeToLiveResponse.$Properties): etcdserverpb.LeaseTimeToLiveResponse;

        /**
         * Encodes the specified LeaseTimeToLiveResponse message. Does not implicitly {@link etcdserverpb.LeaseTimeToLiveResponse.verify|verify} messages.
         * @param message LeaseTimeToLiveResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.LeaseTimeToLiveResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseTimeToLiveResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.LeaseTimeToLiveResponse & etcdserverpb.LeaseTimeToLiveResponse.$Shape} LeaseTimeToLiveResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.LeaseTimeToLiveResponse & etcdserverpb.LeaseTimeToLiveResponse.$Shape;
    }

    namespace LeaseTimeToLiveResponse {

        /** Properties of a LeaseTimeToLiveResponse. */
        interface $Properties {

            /** LeaseTimeToLiveResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** LeaseTimeToLiveResponse ID */
            ID?: (number|Long|null);

            /** LeaseTimeToLiveResponse TTL */
            TTL?: (number|Long|null);

            /** LeaseTimeToLiveResponse grantedTTL */
            grantedTTL?: (number|Long|null);

            /** LeaseTimeToLiveResponse keys */
            keys?: (Uint8Array[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseTimeToLiveResponse. */
        type $Shape = etcdserverpb.LeaseTimeToLiveResponse.$Properties;
    }

    /**
     * Properties of a LeaseLeasesRequest.
     * @deprecated Use etcdserverpb.LeaseLeasesRequest.$Properties instead.
     */
    interface ILeaseLeasesRequest extends etcdserverpb.LeaseLeasesRequest.$Properties {
    }

    /** Represents a LeaseLeasesRequest. */
    class LeaseLeasesRequest {

        /**
         * Constructs a new LeaseLeasesRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.LeaseLeasesRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new LeaseLeasesRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaseLeasesRequest instance
         */
        static create(properties: etcdserverpb.LeaseLeasesRequest.$Shape): etcdserverpb.LeaseLeasesRequest & etcdserverpb.LeaseLeasesRequest.$Shape;
        static create(properties?: etcdserverpb.LeaseLeasesRequest.$Properties): etcdserverpb.LeaseLeasesRequest;

        /**
         * Encodes the specified LeaseLeasesRequest message. Does not implicitly {@link etcdserverpb.LeaseLeasesRequest.verify|verify} messages.
         * @param message LeaseLeasesRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.LeaseLeasesRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseLeasesRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.LeaseLeasesRequest & etcdserverpb.LeaseLeasesRequest.$Shape} LeaseLeasesRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.LeaseLeasesRequest & etcdserverpb.LeaseLeasesRequest.$Shape;
    }

    namespace LeaseLeasesRequest {

        /** Properties of a LeaseLeasesRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseLeasesRequest. */
        type $Shape = etcdserverpb.LeaseLeasesRequest.$Properties;
    }

    /**
     * Properties of a LeaseStatus.
     * @deprecated Use etcdserverpb.LeaseStatus.$Properties instead.
     */
    interface ILeaseStatus extends etcdserverpb.LeaseStatus.$Properties {
    }

    /** Represents a LeaseStatus. */
    class LeaseStatus {

        /**
         * Constructs a new LeaseStatus.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.LeaseStatus.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseStatus ID. */
        ID: (number|Long);

        /**
         * Creates a new LeaseStatus instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaseStatus instance
         */
        static create(properties: etcdserverpb.LeaseStatus.$Shape): etcdserverpb.LeaseStatus & etcdserverpb.LeaseStatus.$Shape;
        static create(properties?: etcdserverpb.LeaseStatus.$Properties): etcdserverpb.LeaseStatus;

        /**
         * Encodes the specified LeaseStatus message. Does not implicitly {@link etcdserverpb.LeaseStatus.verify|verify} messages.
         * @param message LeaseStatus message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.LeaseStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseStatus message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.LeaseStatus & etcdserverpb.LeaseStatus.$Shape} LeaseStatus
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.LeaseStatus & etcdserverpb.LeaseStatus.$Shape;
    }

    namespace LeaseStatus {

        /** Properties of a LeaseStatus. */
        interface $Properties {

            /** LeaseStatus ID */
            ID?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseStatus. */
        type $Shape = etcdserverpb.LeaseStatus.$Properties;
    }

    /**
     * Properties of a LeaseLeasesResponse.
     * @deprecated Use etcdserverpb.LeaseLeasesResponse.$Properties instead.
     */
    interface ILeaseLeasesResponse extends etcdserverpb.LeaseLeasesResponse.$Properties {
    }

    /** Represents a LeaseLeasesResponse. */
    class LeaseLeasesResponse {

        /**
         * Constructs a new LeaseLeasesResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.LeaseLeasesResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaseLeasesResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** LeaseLeasesResponse leases. */
        leases: etcdserverpb.LeaseStatus.$Properties[];

        /**
         * Creates a new LeaseLeasesResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaseLeasesResponse instance
         */
        static create(properties: etcdserverpb.LeaseLeasesResponse.$Shape): etcdserverpb.LeaseLeasesResponse & etcdserverpb.LeaseLeasesResponse.$Shape;
        static create(properties?: etcdserverpb.LeaseLeasesResponse.$Properties): etcdserverpb.LeaseLeasesResponse;

        /**
         * Encodes the specified LeaseLeasesResponse message. Does not implicitly {@link etcdserverpb.LeaseLeasesResponse.verify|verify} messages.
         * @param message LeaseLeasesResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.LeaseLeasesResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaseLeasesResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.LeaseLeasesResponse & etcdserverpb.LeaseLeasesResponse.$Shape} LeaseLeasesResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.LeaseLeasesResponse & etcdserverpb.LeaseLeasesResponse.$Shape;
    }

    namespace LeaseLeasesResponse {

        /** Properties of a LeaseLeasesResponse. */
        interface $Properties {

            /** LeaseLeasesResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** LeaseLeasesResponse leases */
            leases?: (etcdserverpb.LeaseStatus.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaseLeasesResponse. */
        type $Shape = etcdserverpb.LeaseLeasesResponse.$Properties;
    }

    /**
     * Properties of a Member.
     * @deprecated Use etcdserverpb.Member.$Properties instead.
     */
    interface IMember extends etcdserverpb.Member.$Properties {
    }

    /** Represents a Member. */
    class Member {

        /**
         * Constructs a new Member.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.Member.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Member ID. */
        ID: (number|Long);

        /** Member name. */
        name: string;

        /** Member peerURLs. */
        peerURLs: string[];

        /** Member clientURLs. */
        clientURLs: string[];

        /** Member isLearner. */
        isLearner: boolean;

        /**
         * Creates a new Member instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Member instance
         */
        static create(properties: etcdserverpb.Member.$Shape): etcdserverpb.Member & etcdserverpb.Member.$Shape;
        static create(properties?: etcdserverpb.Member.$Properties): etcdserverpb.Member;

        /**
         * Encodes the specified Member message. Does not implicitly {@link etcdserverpb.Member.verify|verify} messages.
         * @param message Member message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.Member.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Member message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.Member & etcdserverpb.Member.$Shape} Member
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.Member & etcdserverpb.Member.$Shape;
    }

    namespace Member {

        /** Properties of a Member. */
        interface $Properties {

            /** Member ID */
            ID?: (number|Long|null);

            /** Member name */
            name?: (string|null);

            /** Member peerURLs */
            peerURLs?: (string[]|null);

            /** Member clientURLs */
            clientURLs?: (string[]|null);

            /** Member isLearner */
            isLearner?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Member. */
        type $Shape = etcdserverpb.Member.$Properties;
    }

    /**
     * Properties of a MemberAddRequest.
     * @deprecated Use etcdserverpb.MemberAddRequest.$Properties instead.
     */
    interface IMemberAddRequest extends etcdserverpb.MemberAddRequest.$Properties {
    }

    /** Represents a MemberAddRequest. */
    class MemberAddRequest {

        /**
         * Constructs a new MemberAddRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.MemberAddRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MemberAddRequest peerURLs. */
        peerURLs: string[];

        /** MemberAddRequest isLearner. */
        isLearner: boolean;

        /**
         * Creates a new MemberAddRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MemberAddRequest instance
         */
        static create(properties: etcdserverpb.MemberAddRequest.$Shape): etcdserverpb.MemberAddRequest & etcdserverpb.MemberAddRequest.$Shape;
        static create(properties?: etcdserverpb.MemberAddRequest.$Properties): etcdserverpb.MemberAddRequest;

        /**
         * Encodes the specified MemberAddRequest message. Does not implicitly {@link etcdserverpb.MemberAddRequest.verify|verify} messages.
         * @param message MemberAddRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.MemberAddRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MemberAddRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.MemberAddRequest & etcdserverpb.MemberAddRequest.$Shape} MemberAddRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.MemberAddRequest & etcdserverpb.MemberAddRequest.$Shape;
    }

    namespace MemberAddRequest {

        /** Properties of a MemberAddRequest. */
        interface $Properties {

            /** MemberAddRequest peerURLs */
            peerURLs?: (string[]|null);

            /** MemberAddRequest isLearner */
            isLearner?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MemberAddRequest. */
        type $Shape = etcdserverpb.MemberAddRequest.$Properties;
    }

    /**
     * Properties of a MemberAddResponse.
     * @deprecated Use etcdserverpb.MemberAddResponse.$Properties instead.
     */
    interface IMemberAddResponse extends etcdserverpb.MemberAddResponse.$Properties {
    }

    /** Represents a MemberAddResponse. */
    class MemberAddResponse {

        /**
         * Constructs a new MemberAddResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.MemberAddResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MemberAddResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** MemberAddResponse member. */
        member?: (etcdserverpb.Member.$Properties|null);

        /** MemberAddResponse members. */
        members: etcdserverpb.Member.$Properties[];

        /**
         * Creates a new MemberAddResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MemberAddResponse instance
         */
        static create(properties: etcdserverpb.MemberAddResponse.$Shape): etcdserverpb.MemberAddResponse & etcdserverpb.MemberAddResponse.$Shape;
        static create(properties?: etcdserverpb.MemberAddResponse.$Properties): etcdserverpb.MemberAddResponse;

        /**
         * Encodes the specified MemberAddResponse message. Does not implicitly {@link etcdserverpb.MemberAddResponse.verify|verify} messages.
         * @param message MemberAddResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.MemberAddResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MemberAddResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.MemberAddResponse & etcdserverpb.MemberAddResponse.$Shape} MemberAddResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.MemberAddResponse & etcdserverpb.MemberAddResponse.$Shape;
    }

    namespace MemberAddResponse {

        /** Properties of a MemberAddResponse. */
        interface $Properties {

            /** MemberAddResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** MemberAddResponse member */
            member?: (etcdserverpb.Member.$Properties|null);

            /** MemberAddResponse members */
            members?: (etcdserverpb.Member.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MemberAddResponse. */
        type $Shape = etcdserverpb.MemberAddResponse.$Properties;
    }

    /**
     * Properties of a MemberRemoveRequest.
     * @deprecated Use etcdserverpb.MemberRemoveRequest.$Properties instead.
     */
    interface IMemberRemoveRequest extends etcdserverpb.MemberRemoveRequest.$Properties {
    }

    /** Represents a MemberRemoveRequest. */
    class MemberRemoveRequest {

        /**
         * Constructs a new MemberRemoveRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.MemberRemoveRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MemberRemoveRequest ID. */
        ID: (number|Long);

        /**
         * Creates a new MemberRemoveRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MemberRemoveRequest instance
         */
        static create(properties: etcdserverpb.MemberRemoveRequest.$Shape): etcdserverpb.MemberRemoveRequest & etcdserverpb.MemberRemoveRequest.$Shape;
        static create(properties?: etcdserverpb.MemberRemoveRequest.$Properties): etcdserverpb.MemberRemoveRequest;

        /**
         * Encodes the specified MemberRemoveRequest message. Does not implicitly {@link etcdserverpb.MemberRemoveRequest.verify|verify} messages.
         * @param message MemberRemoveRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.MemberRemoveRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MemberRemoveRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.MemberRemoveRequest & etcdserverpb.MemberRemoveRequest.$Shape} MemberRemoveRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.MemberRemoveRequest & etcdserverpb.MemberRemoveRequest.$Shape;
    }

    namespace MemberRemoveRequest {

        /** Properties of a MemberRemoveRequest. */
        interface $Properties {

            /** MemberRemoveRequest ID */
            ID?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MemberRemoveRequest. */
        type $Shape = etcdserverpb.MemberRemoveRequest.$Properties;
    }

    /**
     * Properties of a MemberRemoveResponse.
     * @deprecated Use etcdserverpb.MemberRemoveResponse.$Properties instead.
     */
    interface IMemberRemoveResponse extends etcdserverpb.MemberRemoveResponse.$Properties {
    }

    /** Represents a MemberRemoveResponse. */
    class MemberRemoveResponse {

        /**
         * Constructs a new MemberRemoveResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.MemberRemoveResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MemberRemoveResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** MemberRemoveResponse members. */
        members: etcdserverpb.Member.$Properties[];

        /**
         * Creates a new MemberRemoveResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MemberRemoveResponse instance
         */
        static create(properties: etcdserverpb.MemberRemoveResponse.$Shape): etcdserverpb.MemberRemoveResponse & etcdserverpb.MemberRemoveResponse.$Shape;
        static create(properties?: etcdserverpb.MemberRemoveResponse.$Properties): etcdserverpb.MemberRemoveResponse;

        /**
         * Encodes the specified MemberRemoveResponse message. Does not implicitly {@link etcdserverpb.MemberRemoveResponse.verify|verify} messages.
         * @param message MemberRemoveResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.MemberRemoveResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MemberRemoveResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.MemberRemoveResponse & etcdserverpb.MemberRemoveResponse.$Shape} MemberRemoveResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.MemberRemoveResponse & etcdserverpb.MemberRemoveResponse.$Shape;
    }

    namespace MemberRemoveResponse {

        /** Properties of a MemberRemoveResponse. */
        interface $Properties {

            /** MemberRemoveResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** MemberRemoveResponse members */
            members?: (etcdserverpb.Member.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MemberRemoveResponse. */
        type $Shape = etcdserverpb.MemberRemoveResponse.$Properties;
    }

    /**
     * Properties of a MemberUpdateRequest.
     * @deprecated Use etcdserverpb.MemberUpdateRequest.$Properties instead.
     */
    interface IMemberUpdateRequest extends etcdserverpb.MemberUpdateRequest.$Properties {
    }

    /** Represents a MemberUpdateRequest. */
    class MemberUpdateRequest {

        /**
         * Constructs a new MemberUpdateRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.MemberUpdateRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MemberUpdateRequest ID. */
        ID: (number|Long);

        /** MemberUpdateRequest peerURLs. */
        peerURLs: string[];

        /**
         * Creates a new MemberUpdateRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MemberUpdateRequest instance
         */
        static create(properties: etcdserverpb.MemberUpdateRequest.$Shape): etcdserverpb.MemberUpdateRequest & etcdserverpb.MemberUpdateRequest.$Shape;
        static create(properties?: etcdserverpb.MemberUpdateRequest.$Properties): etcdserverpb.MemberUpdateRequest;

        /**
         * Encodes the specified MemberUpdateRequest message. Does not implicitly {@link etcdserverpb.MemberUpdateRequest.verify|verify} messages.
         * @param message MemberUpdateRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.MemberUpdateRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MemberUpdateRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.MemberUpdateRequest & etcdserverpb.MemberUpdateRequest.$Shape} MemberUpdateRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.MemberUpdateRequest & etcdserverpb.MemberUpdateRequest.$Shape;
    }

    namespace MemberUpdateRequest {

        /** Properties of a MemberUpdateRequest. */
        interface $Properties {

            /** MemberUpdateRequest ID */
            ID?: (number|Long|null);

            /** MemberUpdateRequest peerURLs */
            peerURLs?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MemberUpdateRequest. */
        type $Shape = etcdserverpb.MemberUpdateRequest.$Properties;
    }

    /**
     * Properties of a MemberUpdateResponse.
     * @deprecated Use etcdserverpb.MemberUpdateResponse.$Properties instead.
     */
    interface IMemberUpdateResponse extends etcdserverpb.MemberUpdateResponse.$Properties {
    }

    /** Represents a MemberUpdateResponse. */
    class MemberUpdateResponse {

        /**
         * Constructs a new MemberUpdateResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.MemberUpdateResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MemberUpdateResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** MemberUpdateResponse members. */
        members: etcdserverpb.Member.$Properties[];

        /**
         * Creates a new MemberUpdateResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MemberUpdateResponse instance
         */
        static create(properties: etcdserverpb.MemberUpdateResponse.$Shape): etcdserverpb.MemberUpdateResponse & etcdserverpb.MemberUpdateResponse.$Shape;
        static create(properties?: etcdserverpb.MemberUpdateResponse.$Properties): etcdserverpb.MemberUpdateResponse;

        /**
         * Encodes the specified MemberUpdateResponse message. Does not implicitly {@link etcdserverpb.MemberUpdateResponse.verify|verify} messages.
         * @param message MemberUpdateResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.MemberUpdateResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MemberUpdateResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.MemberUpdateResponse & etcdserverpb.MemberUpdateResponse.$Shape} MemberUpdateResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.MemberUpdateResponse & etcdserverpb.MemberUpdateResponse.$Shape;
    }

    namespace MemberUpdateResponse {

        /** Properties of a MemberUpdateResponse. */
        interface $Properties {

            /** MemberUpdateResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** MemberUpdateResponse members */
            members?: (etcdserverpb.Member.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MemberUpdateResponse. */
        type $Shape = etcdserverpb.MemberUpdateResponse.$Properties;
    }

    /**
     * Properties of a MemberListRequest.
     * @deprecated Use etcdserverpb.MemberListRequest.$Properties instead.
     */
    interface IMemberListRequest extends etcdserverpb.MemberListRequest.$Properties {
    }

    /** Represents a MemberListRequest. */
    class MemberListRequest {

        /**
         * Constructs a new MemberListRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.MemberListRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MemberListRequest linearizable. */
        linearizable: boolean;

        /**
         * Creates a new MemberListRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MemberListRequest instance
         */
        static create(properties: etcdserverpb.MemberListRequest.$Shape): etcdserverpb.MemberListRequest & etcdserverpb.MemberListRequest.$Shape;
        static create(properties?: etcdserverpb.MemberListRequest.$Properties): etcdserverpb.MemberListRequest;

        /**
         * Encodes the specified MemberListRequest message. Does not implicitly {@link etcdserverpb.MemberListRequest.verify|verify} messages.
         * @param message MemberListRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.MemberListRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MemberListRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.MemberListRequest & etcdserverpb.MemberListRequest.$Shape} MemberListRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.MemberListRequest & etcdserverpb.MemberListRequest.$Shape;
    }

    namespace MemberListRequest {

        /** Properties of a MemberListRequest. */
        interface $Properties {

            /** MemberListRequest linearizable */
            linearizable?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MemberListRequest. */
        type $Shape = etcdserverpb.MemberListRequest.$Properties;
    }

    /**
     * Properties of a MemberListResponse.
     * @deprecated Use etcdserverpb.MemberListResponse.$Properties instead.
     */
    interface IMemberListResponse extends etcdserverpb.MemberListResponse.$Properties {
    }

    /** Represents a MemberListResponse. */
    class MemberListResponse {

        /**
         * Constructs a new MemberListResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.MemberListResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MemberListResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** MemberListResponse members. */
        members: etcdserverpb.Member.$Properties[];

        /**
         * Creates a new MemberListResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MemberListResponse instance
         */
        static create(properties: etcdserverpb.MemberListResponse.$Shape): etcdserverpb.MemberListResponse & etcdserverpb.MemberListResponse.$Shape;
        static create(properties?: etcdserverpb.MemberListResponse.$Properties): etcdserverpb.MemberListResponse;

        /**
         * Encodes the specified MemberListResponse message. Does not implicitly {@link etcdserverpb.MemberListResponse.verify|verify} messages.
         * @param message MemberListResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.MemberListResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MemberListResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.MemberListResponse & etcdserverpb.MemberListResponse.$Shape} MemberListResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.MemberListResponse & etcdserverpb.MemberListResponse.$Shape;
    }

    namespace MemberListResponse {

        /** Properties of a MemberListResponse. */
        interface $Properties {

            /** MemberListResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** MemberListResponse members */
            members?: (etcdserverpb.Member.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MemberListResponse. */
        type $Shape = etcdserverpb.MemberListResponse.$Properties;
    }

    /**
     * Properties of a MemberPromoteRequest.
     * @deprecated Use etcdserverpb.MemberPromoteRequest.$Properties instead.
     */
    interface IMemberPromoteRequest extends etcdserverpb.MemberPromoteRequest.$Properties {
    }

    /** Represents a MemberPromoteRequest. */
    class MemberPromoteRequest {

        /**
         * Constructs a new MemberPromoteRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.MemberPromoteRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MemberPromoteRequest ID. */
        ID: (number|Long);

        /**
         * Creates a new MemberPromoteRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MemberPromoteRequest instance
         */
        static create(properties: etcdserverpb.MemberPromoteRequest.$Shape): etcdserverpb.MemberPromoteRequest & etcdserverpb.MemberPromoteRequest.$Shape;
        static create(properties?: etcdserverpb.MemberPromoteRequest.$Properties): etcdserverpb.MemberPromoteRequest;

        /**
         * Encodes the specified MemberPromoteRequest message. Does not implicitly {@link etcdserverpb.MemberPromoteRequest.verify|verify} messages.
         * @param message MemberPromoteRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.MemberPromoteRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MemberPromoteRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.MemberPromoteRequest & etcdserverpb.MemberPromoteRequest.$Shape} MemberPromoteRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.MemberPromoteRequest & etcdserverpb.MemberPromoteRequest.$Shape;
    }

    namespace MemberPromoteRequest {

        /** Properties of a MemberPromoteRequest. */
        interface $Properties {

            /** MemberPromoteRequest ID */
            ID?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MemberPromoteRequest. */
        type $Shape = etcdserverpb.MemberPromoteRequest.$Properties;
    }

    /**
     * Properties of a MemberPromoteResponse.
     * @deprecated Use etcdserverpb.MemberPromoteResponse.$Properties instead.
     */
    interface IMemberPromoteResponse extends etcdserverpb.MemberPromoteResponse.$Properties {
    }

    /** Represents a MemberPromoteResponse. */
    class MemberPromoteResponse {

        /**
         * Constructs a new MemberPromoteResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.MemberPromoteResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MemberPromoteResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** MemberPromoteResponse members. */
        members: etcdserverpb.Member.$Properties[];

        /**
         * Creates a new MemberPromoteResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MemberPromoteResponse instance
         */
        static create(properties: etcdserverpb.MemberPromoteResponse.$Shape): etcdserverpb.MemberPromoteResponse & etcdserverpb.MemberPromoteResponse.$Shape;
        static create(properties?: etcdserverpb.MemberPromoteResponse.$Properties): etcdserverpb.MemberPromoteResponse;

        /**
         * Encodes the specified MemberPromoteResponse message. Does not implicitly {@link etcdserverpb.MemberPromoteResponse.verify|verify} messages.
         * @param message MemberPromoteResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.MemberPromoteResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MemberPromoteResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.MemberPromoteResponse & etcdserverpb.MemberPromoteResponse.$Shape} MemberPromoteResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.MemberPromoteResponse & etcdserverpb.MemberPromoteResponse.$Shape;
    }

    namespace MemberPromoteResponse {

        /** Properties of a MemberPromoteResponse. */
        interface $Properties {

            /** MemberPromoteResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** MemberPromoteResponse members */
            members?: (etcdserverpb.Member.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MemberPromoteResponse. */
        type $Shape = etcdserverpb.MemberPromoteResponse.$Properties;
    }

    /**
     * Properties of a DefragmentRequest.
     * @deprecated Use etcdserverpb.DefragmentRequest.$Properties instead.
     */
    interface IDefragmentRequest extends etcdserverpb.DefragmentRequest.$Properties {
    }

    /** Represents a DefragmentRequest. */
    class DefragmentRequest {

        /**
         * Constructs a new DefragmentRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.DefragmentRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new DefragmentRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DefragmentRequest instance
         */
        static create(properties: etcdserverpb.DefragmentRequest.$Shape): etcdserverpb.DefragmentRequest & etcdserverpb.DefragmentRequest.$Shape;
        static create(properties?: etcdserverpb.DefragmentRequest.$Properties): etcdserverpb.DefragmentRequest;

        /**
         * Encodes the specified DefragmentRequest message. Does not implicitly {@link etcdserverpb.DefragmentRequest.verify|verify} messages.
         * @param message DefragmentRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.DefragmentRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DefragmentRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.DefragmentRequest & etcdserverpb.DefragmentRequest.$Shape} DefragmentRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.DefragmentRequest & etcdserverpb.DefragmentRequest.$Shape;
    }

    namespace DefragmentRequest {

        /** Properties of a DefragmentRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DefragmentRequest. */
        type $Shape = etcdserverpb.DefragmentRequest.$Properties;
    }

    /**
     * Properties of a DefragmentResponse.
     * @deprecated Use etcdserverpb.DefragmentResponse.$Properties instead.
     */
    interface IDefragmentResponse extends etcdserverpb.DefragmentResponse.$Properties {
    }

    /** Represents a DefragmentResponse. */
    class DefragmentResponse {

        /**
         * Constructs a new DefragmentResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.DefragmentResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DefragmentResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new DefragmentResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DefragmentResponse instance
         */
        static create(properties: etcdserverpb.DefragmentResponse.$Shape): etcdserverpb.DefragmentResponse & etcdserverpb.DefragmentResponse.$Shape;
        static create(properties?: etcdserverpb.DefragmentResponse.$Properties): etcdserverpb.DefragmentResponse;

        /**
         * Encodes the specified DefragmentResponse message. Does not implicitly {@link etcdserverpb.DefragmentResponse.verify|verify} messages.
         * @param message DefragmentResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.DefragmentResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DefragmentResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.DefragmentResponse & etcdserverpb.DefragmentResponse.$Shape} DefragmentResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.DefragmentResponse & etcdserverpb.DefragmentResponse.$Shape;
    }

    namespace DefragmentResponse {

        /** Properties of a DefragmentResponse. */
        interface $Properties {

            /** DefragmentResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DefragmentResponse. */
        type $Shape = etcdserverpb.DefragmentResponse.$Properties;
    }

    /**
     * Properties of a MoveLeaderRequest.
     * @deprecated Use etcdserverpb.MoveLeaderRequest.$Properties instead.
     */
    interface IMoveLeaderRequest extends etcdserverpb.MoveLeaderRequest.$Properties {
    }

    /** Represents a MoveLeaderRequest. */
    class MoveLeaderRequest {

        /**
         * Constructs a new MoveLeaderRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.MoveLeaderRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MoveLeaderRequest targetID. */
        targetID: (number|Long);

        /**
         * Creates a new MoveLeaderRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MoveLeaderRequest instance
         */
        static create(properties: etcdserverpb.MoveLeaderRequest.$Shape): etcdserverpb.MoveLeaderRequest & etcdserverpb.MoveLeaderRequest.$Shape;
        static create(properties?: etcdserverpb.MoveLeaderRequest.$Properties): etcdserverpb.MoveLeaderRequest;

        /**
         * Encodes the specified MoveLeaderRequest message. Does not implicitly {@link etcdserverpb.MoveLeaderRequest.verify|verify} messages.
         * @param message MoveLeaderRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.MoveLeaderRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MoveLeaderRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.MoveLeaderRequest & etcdserverpb.MoveLeaderRequest.$Shape} MoveLeaderRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.MoveLeaderRequest & etcdserverpb.MoveLeaderRequest.$Shape;
    }

    namespace MoveLeaderRequest {

        /** Properties of a MoveLeaderRequest. */
        interface $Properties {

            /** MoveLeaderRequest targetID */
            targetID?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MoveLeaderRequest. */
        type $Shape = etcdserverpb.MoveLeaderRequest.$Properties;
    }

    /**
     * Properties of a MoveLeaderResponse.
     * @deprecated Use etcdserverpb.MoveLeaderResponse.$Properties instead.
     */
    interface IMoveLeaderResponse extends etcdserverpb.MoveLeaderResponse.$Properties {
    }

    /** Represents a MoveLeaderResponse. */
    class MoveLeaderResponse {

        /**
         * Constructs a new MoveLeaderResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.MoveLeaderResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MoveLeaderResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new MoveLeaderResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MoveLeaderResponse instance
         */
        static create(properties: etcdserverpb.MoveLeaderResponse.$Shape): etcdserverpb.MoveLeaderResponse & etcdserverpb.MoveLeaderResponse.$Shape;
        static create(properties?: etcdserverpb.MoveLeaderResponse.$Properties): etcdserverpb.MoveLeaderResponse;

        /**
         * Encodes the specified MoveLeaderResponse message. Does not implicitly {@link etcdserverpb.MoveLeaderResponse.verify|verify} messages.
         * @param message MoveLeaderResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.MoveLeaderResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MoveLeaderResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.MoveLeaderResponse & etcdserverpb.MoveLeaderResponse.$Shape} MoveLeaderResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.MoveLeaderResponse & etcdserverpb.MoveLeaderResponse.$Shape;
    }

    namespace MoveLeaderResponse {

        /** Properties of a MoveLeaderResponse. */
        interface $Properties {

            /** MoveLeaderResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MoveLeaderResponse. */
        type $Shape = etcdserverpb.MoveLeaderResponse.$Properties;
    }

    /**
     * Properties of an AlarmRequest.
     * @deprecated Use etcdserverpb.AlarmRequest.$Properties instead.
     */
    interface IAlarmRequest extends etcdserverpb.AlarmRequest.$Properties {
    }

    /** Represents an AlarmRequest. */
    class AlarmRequest {

        /**
         * Constructs a new AlarmRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AlarmRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AlarmRequest action. */
        action: etcdserverpb.AlarmRequest.AlarmAction;

        /** AlarmRequest memberID. */
        memberID: (number|Long);

        /** AlarmRequest alarm. */
        alarm: etcdserverpb.AlarmType;

        /**
         * Creates a new AlarmRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AlarmRequest instance
         */
        static create(properties: etcdserverpb.AlarmRequest.$Shape): etcdserverpb.AlarmRequest & etcdserverpb.AlarmRequest.$Shape;
        static create(properties?: etcdserverpb.AlarmRequest.$Properties): etcdserverpb.AlarmRequest;

        /**
         * Encodes the specified AlarmRequest message. Does not implicitly {@link etcdserverpb.AlarmRequest.verify|verify} messages.
         * @param message AlarmRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AlarmRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AlarmRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AlarmRequest & etcdserverpb.AlarmRequest.$Shape} AlarmRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AlarmRequest & etcdserverpb.AlarmRequest.$Shape;
    }

    namespace AlarmRequest {

        /** Properties of an AlarmRequest. */
        interface $Properties {

            /** AlarmRequest action */
            action?: (etcdserverpb.AlarmRequest.AlarmAction|null);

            /** AlarmRequest memberID */
            memberID?: (number|Long|null);

            /** AlarmRequest alarm */
            alarm?: (etcdserverpb.AlarmType|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AlarmRequest. */
        type $Shape = etcdserverpb.AlarmRequest.$Properties;

        /** AlarmAction enum. */
        enum AlarmAction {

            /** GET value */
            GET = 0,

            /** ACTIVATE value */
            ACTIVATE = 1,

            /** DEACTIVATE value */
            DEACTIVATE = 2
        }
    }

    /**
     * Properties of an AlarmMember.
     * @deprecated Use etcdserverpb.AlarmMember.$Properties instead.
     */
    interface IAlarmMember extends etcdserverpb.AlarmMember.$Properties {
    }

    /** Represents an AlarmMember. */
    class AlarmMember {

        /**
         * Constructs a new AlarmMember.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AlarmMember.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AlarmMember memberID. */
        memberID: (number|Long);

        /** AlarmMember alarm. */
        alarm: etcdserverpb.AlarmType;

        /**
         * Creates a new AlarmMember instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AlarmMember instance
         */
        static create(properties: etcdserverpb.AlarmMember.$Shape): etcdserverpb.AlarmMember & etcdserverpb.AlarmMember.$Shape;
        static create(properties?: etcdserverpb.AlarmMember.$Properties): etcdserverpb.AlarmMember;

        /**
         * Encodes the specified AlarmMember message. Does not implicitly {@link etcdserverpb.AlarmMember.verify|verify} messages.
         * @param message AlarmMember message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AlarmMember.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AlarmMember message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AlarmMember & etcdserverpb.AlarmMember.$Shape} AlarmMember
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AlarmMember & etcdserverpb.AlarmMember.$Shape;
    }

    namespace AlarmMember {

        /** Properties of an AlarmMember. */
        interface $Properties {

            /** AlarmMember memberID */
            memberID?: (number|Long|null);

            /** AlarmMember alarm */
            alarm?: (etcdserverpb.AlarmType|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AlarmMember. */
        type $Shape = etcdserverpb.AlarmMember.$Properties;
    }

    /**
     * Properties of an AlarmResponse.
     * @deprecated Use etcdserverpb.AlarmResponse.$Properties instead.
     */
    interface IAlarmResponse extends etcdserverpb.AlarmResponse.$Properties {
    }

    /** Represents an AlarmResponse. */
    class AlarmResponse {

        /**
         * Constructs a new AlarmResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AlarmResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AlarmResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** AlarmResponse alarms. */
        alarms: etcdserverpb.AlarmMember.$Properties[];

        /**
         * Creates a new AlarmResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AlarmResponse instance
         */
        static create(properties: etcdserverpb.AlarmResponse.$Shape): etcdserverpb.AlarmResponse & etcdserverpb.AlarmResponse.$Shape;
        static create(properties?: etcdserverpb.AlarmResponse.$Properties): etcdserverpb.AlarmResponse;

        /**
         * Encodes the specified AlarmResponse message. Does not implicitly {@link etcdserverpb.AlarmResponse.verify|verify} messages.
         * @param message AlarmResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AlarmResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AlarmResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AlarmResponse & etcdserverpb.AlarmResponse.$Shape} AlarmResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AlarmResponse & etcdserverpb.AlarmResponse.$Shape;
    }

    namespace AlarmResponse {

        /** Properties of an AlarmResponse. */
        interface $Properties {

            /** AlarmResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** AlarmResponse alarms */
            alarms?: (etcdserverpb.AlarmMember.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AlarmResponse. */
        type $Shape = etcdserverpb.AlarmResponse.$Properties;
    }

    /**
     * Properties of a DowngradeRequest.
     * @deprecated Use etcdserverpb.DowngradeRequest.$Properties instead.
     */
    interface IDowngradeRequest extends etcdserverpb.DowngradeRequest.$Properties {
    }

    /** Represents a DowngradeRequest. */
    class DowngradeRequest {

        /**
         * Constructs a new DowngradeRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.DowngradeRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DowngradeRequest action. */
        action: etcdserverpb.DowngradeRequest.DowngradeAction;

        /** DowngradeRequest version. */
        version: string;

        /**
         * Creates a new DowngradeRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DowngradeRequest instance
         */
        static create(properties: etcdserverpb.DowngradeRequest.$Shape): etcdserverpb.DowngradeRequest & etcdserverpb.DowngradeRequest.$Shape;
        static create(properties?: etcdserverpb.DowngradeRequest.$Properties): etcdserverpb.DowngradeRequest;

        /**
         * Encodes the specified DowngradeRequest message. Does not implicitly {@link etcdserverpb.DowngradeRequest.verify|verify} messages.
         * @param message DowngradeRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.DowngradeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DowngradeRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.DowngradeRequest & etcdserverpb.DowngradeRequest.$Shape} DowngradeRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.DowngradeRequest & etcdserverpb.DowngradeRequest.$Shape;
    }

    namespace DowngradeRequest {

        /** Properties of a DowngradeRequest. */
        interface $Properties {

            /** DowngradeRequest action */
            action?: (etcdserverpb.DowngradeRequest.DowngradeAction|null);

            /** DowngradeRequest version */
            version?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DowngradeRequest. */
        type $Shape = etcdserverpb.DowngradeRequest.$Properties;

        /** DowngradeAction enum. */
        enum DowngradeAction {

            /** VALIDATE value */
            VALIDATE = 0,

            /** ENABLE value */
            ENABLE = 1,

            /** CANCEL value */
            CANCEL = 2
        }
    }

    /**
     * Properties of a DowngradeResponse.
     * @deprecated Use etcdserverpb.DowngradeResponse.$Properties instead.
     */
    interface IDowngradeResponse extends etcdserverpb.DowngradeResponse.$Properties {
    }

    /** Represents a DowngradeResponse. */
    class DowngradeResponse {

        /**
         * Constructs a new DowngradeResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.DowngradeResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DowngradeResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** DowngradeResponse version. */
        version: string;

        /**
         * Creates a new DowngradeResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DowngradeResponse instance
         */
        static create(properties: etcdserverpb.DowngradeResponse.$Shape): etcdserverpb.DowngradeResponse & etcdserverpb.DowngradeResponse.$Shape;
        static create(properties?: etcdserverpb.DowngradeResponse.$Properties): etcdserverpb.DowngradeResponse;

        /**
         * Encodes the specified DowngradeResponse message. Does not implicitly {@link etcdserverpb.DowngradeResponse.verify|verify} messages.
         * @param message DowngradeResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.DowngradeResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DowngradeResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.DowngradeResponse & etcdserverpb.DowngradeResponse.$Shape} DowngradeResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.DowngradeResponse & etcdserverpb.DowngradeResponse.$Shape;
    }

    namespace DowngradeResponse {

        /** Properties of a DowngradeResponse. */
        interface $Properties {

            /** DowngradeResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** DowngradeResponse version */
            version?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DowngradeResponse. */
        type $Shape = etcdserverpb.DowngradeResponse.$Properties;
    }

    /**
     * Properties of a DowngradeVersionTestRequest.
     * @deprecated Use etcdserverpb.DowngradeVersionTestRequest.$Properties instead.
     */
    interface IDowngradeVersionTestRequest extends etcdserverpb.DowngradeVersionTestRequest.$Properties {
    }

    /** Represents a DowngradeVersionTestRequest. */
    class DowngradeVersionTestRequest {

        /**
         * Constructs a new DowngradeVersionTestRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.DowngradeVersionTestRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DowngradeVersionTestRequest ver. */
        ver: string;

        /**
         * Creates a new DowngradeVersionTestRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DowngradeVersionTestRequest instance
         */
        static create(properties: etcdserverpb.DowngradeVersionTestRequest.$Shape): etcdserverpb.DowngradeVersionTestRequest & etcdserverpb.DowngradeVersionTestRequest.$Shape;
        static create(properties?: etcdserverpb.DowngradeVersionTestRequest.$Properties): etcdserverpb.DowngradeVersionTestRequest;

        /**
         * Encodes the specified DowngradeVersionTestRequest message. Does not implicitly {@link etcdserverpb.DowngradeVersionTestRequest.verify|verify} messages.
         * @param message DowngradeVersionTestRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.DowngradeVersionTestRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DowngradeVersionTestRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.DowngradeVersionTestRequest & etcdserverpb.DowngradeVersionTestRequest.$Shape} DowngradeVersionTestRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.DowngradeVersionTestRequest & etcdserverpb.DowngradeVersionTestRequest.$Shape;
    }

    namespace DowngradeVersionTestRequest {

        /** Properties of a DowngradeVersionTestRequest. */
        interface $Properties {

            /** DowngradeVersionTestRequest ver */
            ver?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DowngradeVersionTestRequest. */
        type $Shape = etcdserverpb.DowngradeVersionTestRequest.$Properties;
    }

    /**
     * Properties of a StatusRequest.
     * @deprecated Use etcdserverpb.StatusRequest.$Properties instead.
     */
    interface IStatusRequest extends etcdserverpb.StatusRequest.$Properties {
    }

    /** Represents a StatusRequest. */
    class StatusRequest {

        /**
         * Constructs a new StatusRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.StatusRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new StatusRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns StatusRequest instance
         */
        static create(properties: etcdserverpb.StatusRequest.$Shape): etcdserverpb.StatusRequest & etcdserverpb.StatusRequest.$Shape;
        static create(properties?: etcdserverpb.StatusRequest.$Properties): etcdserverpb.StatusRequest;

        /**
         * Encodes the specified StatusRequest message. Does not implicitly {@link etcdserverpb.StatusRequest.verify|verify} messages.
         * @param message StatusRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.StatusRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StatusRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.StatusRequest & etcdserverpb.StatusRequest.$Shape} StatusRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.StatusRequest & etcdserverpb.StatusRequest.$Shape;
    }

    namespace StatusRequest {

        /** Properties of a StatusRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StatusRequest. */
        type $Shape = etcdserverpb.StatusRequest.$Properties;
    }

    /**
     * Properties of a StatusResponse.
     * @deprecated Use etcdserverpb.StatusResponse.$Properties instead.
     */
    interface IStatusResponse extends etcdserverpb.StatusResponse.$Properties {
    }

    /** Represents a StatusResponse. */
    class StatusResponse {

        /**
         * Constructs a new StatusResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.StatusResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** StatusResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** StatusResponse version. */
        version: string;

        /** StatusResponse dbSize. */
        dbSize: (number|Long);

        /** StatusResponse leader. */
        leader: (number|Long);

        /** StatusResponse raftIndex. */
        raftIndex: (number|Long);

        /** StatusResponse raftTerm. */
        raftTerm: (number|Long);

        /** StatusResponse raftAppliedIndex. */
        raftAppliedIndex: (number|Long);

        /** StatusResponse errors. */
        errors: string[];

        /** StatusResponse dbSizeInUse. */
        dbSizeInUse: (number|Long);

        /** StatusResponse isLearner. */
        isLearner: boolean;

        /** StatusResponse storageVersion. */
        storageVersion: string;

        /** StatusResponse dbSizeQuota. */
        dbSizeQuota: (number|Long);

        /** StatusResponse downgradeInfo. */
        downgradeInfo?: (etcdserverpb.DowngradeInfo.$Properties|null);

        /**
         * Creates a new StatusResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns StatusResponse instance
         */
        static create(properties: etcdserverpb.StatusResponse.$Shape): etcdserverpb.StatusResponse & etcdserverpb.StatusResponse.$Shape;
        static create(properties?: etcdserverpb.StatusResponse.$Properties): etcdserverpb.StatusResponse;

        /**
         * Encodes the specified StatusResponse message. Does not implicitly {@link etcdserverpb.StatusResponse.verify|verify} messages.
         * @param message StatusResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.StatusResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a StatusResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.StatusResponse & etcdserverpb.StatusResponse.$Shape} StatusResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.StatusResponse & etcdserverpb.StatusResponse.$Shape;
    }

    namespace StatusResponse {

        /** Properties of a StatusResponse. */
        interface $Properties {

            /** StatusResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** StatusResponse version */
            version?: (string|null);

            /** StatusResponse dbSize */
            dbSize?: (number|Long|null);

            /** StatusResponse leader */
            leader?: (number|Long|null);

            /** StatusResponse raftIndex */
            raftIndex?: (number|Long|null);

            /** StatusResponse raftTerm */
            raftTerm?: (number|Long|null);

            /** StatusResponse raftAppliedIndex */
            raftAppliedIndex?: (number|Long|null);

            /** StatusResponse errors */
            errors?: (string[]|null);

            /** StatusResponse dbSizeInUse */
            dbSizeInUse?: (number|Long|null);

            /** StatusResponse isLearner */
            isLearner?: (boolean|null);

            /** StatusResponse storageVersion */
            storageVersion?: (string|null);

            /** StatusResponse dbSizeQuota */
            dbSizeQuota?: (number|Long|null);

            /** StatusResponse downgradeInfo */
            downgradeInfo?: (etcdserverpb.DowngradeInfo.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a StatusResponse. */
        type $Shape = etcdserverpb.StatusResponse.$Properties;
    }

    /**
     * Properties of a DowngradeInfo.
     * @deprecated Use etcdserverpb.DowngradeInfo.$Properties instead.
     */
    interface IDowngradeInfo extends etcdserverpb.DowngradeInfo.$Properties {
    }

    /** Represents a DowngradeInfo. */
    class DowngradeInfo {

        /**
         * Constructs a new DowngradeInfo.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.DowngradeInfo.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DowngradeInfo enabled. */
        enabled: boolean;

        /** DowngradeInfo targetVersion. */
        targetVersion: string;

        /**
         * Creates a new DowngradeInfo instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DowngradeInfo instance
         */
        static create(properties: etcdserverpb.DowngradeInfo.$Shape): etcdserverpb.DowngradeInfo & etcdserverpb.DowngradeInfo.$Shape;
        static create(properties?: etcdserverpb.DowngradeInfo.$Properties): etcdserverpb.DowngradeInfo;

        /**
         * Encodes the specified DowngradeInfo message. Does not implicitly {@link etcdserverpb.DowngradeInfo.verify|verify} messages.
         * @param message DowngradeInfo message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.DowngradeInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DowngradeInfo message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.DowngradeInfo & etcdserverpb.DowngradeInfo.$Shape} DowngradeInfo
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.DowngradeInfo & etcdserverpb.DowngradeInfo.$Shape;
    }

    namespace DowngradeInfo {

        /** Properties of a DowngradeInfo. */
        interface $Properties {

            /** DowngradeInfo enabled */
            enabled?: (boolean|null);

            /** DowngradeInfo targetVersion */
            targetVersion?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DowngradeInfo. */
        type $Shape = etcdserverpb.DowngradeInfo.$Properties;
    }

    /**
     * Properties of an AuthEnableRequest.
     * @deprecated Use etcdserverpb.AuthEnableRequest.$Properties instead.
     */
    interface IAuthEnableRequest extends etcdserverpb.AuthEnableRequest.$Properties {
    }

    /** Represents an AuthEnableRequest. */
    class AuthEnableRequest {

        /**
         * Constructs a new AuthEnableRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthEnableRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new AuthEnableRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthEnableRequest instance
         */
        static create(properties: etcdserverpb.AuthEnableRequest.$Shape): etcdserverpb.AuthEnableRequest & etcdserverpb.AuthEnableRequest.$Shape;
        static create(properties?: etcdserverpb.AuthEnableRequest.$Properties): etcdserverpb.AuthEnableRequest;

        /**
         * Encodes the specified AuthEnableRequest message. Does not implicitly {@link etcdserverpb.AuthEnableRequest.verify|verify} messages.
         * @param message AuthEnableRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthEnableRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthEnableRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthEnableRequest & etcdserverpb.AuthEnableRequest.$Shape} AuthEnableRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthEnableRequest & etcdserverpb.AuthEnableRequest.$Shape;
    }

    namespace AuthEnableRequest {

        /** Properties of an AuthEnableRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthEnableRequest. */
        type $Shape = etcdserverpb.AuthEnableRequest.$Properties;
    }

    /**
     * Properties of an AuthDisableRequest.
     * @deprecated Use etcdserverpb.AuthDisableRequest.$Properties instead.
     */
    interface IAuthDisableRequest extends etcdserverpb.AuthDisableRequest.$Properties {
    }

    /** Represents an AuthDisableRequest. */
    class AuthDisableRequest {

        /**
         * Constructs a new AuthDisableRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthDisableRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new AuthDisableRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthDisableRequest instance
         */
        static create(properties: etcdserverpb.AuthDisableRequest.$Shape): etcdserverpb.AuthDisableRequest & etcdserverpb.AuthDisableRequest.$Shape;
        static create(properties?: etcdserverpb.AuthDisableRequest.$Properties): etcdserverpb.AuthDisableRequest;

        /**
         * Encodes the specified AuthDisableRequest message. Does not implicitly {@link etcdserverpb.AuthDisableRequest.verify|verify} messages.
         * @param message AuthDisableRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthDisableRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthDisableRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthDisableRequest & etcdserverpb.AuthDisableRequest.$Shape} AuthDisableRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthDisableRequest & etcdserverpb.AuthDisableRequest.$Shape;
    }

    namespace AuthDisableRequest {

        /** Properties of an AuthDisableRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthDisableRequest. */
        type $Shape = etcdserverpb.AuthDisableRequest.$Properties;
    }

    /**
     * Properties of an AuthStatusRequest.
     * @deprecated Use etcdserverpb.AuthStatusRequest.$Properties instead.
     */
    interface IAuthStatusRequest extends etcdserverpb.AuthStatusRequest.$Properties {
    }

    /** Represents an AuthStatusRequest. */
    class AuthStatusRequest {

        /**
         * Constructs a new AuthStatusRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthStatusRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new AuthStatusRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthStatusRequest instance
         */
        static create(properties: etcdserverpb.AuthStatusRequest.$Shape): etcdserverpb.AuthStatusRequest & etcdserverpb.AuthStatusRequest.$Shape;
        static create(properties?: etcdserverpb.AuthStatusRequest.$Properties): etcdserverpb.AuthStatusRequest;

        /**
         * Encodes the specified AuthStatusRequest message. Does not implicitly {@link etcdserverpb.AuthStatusRequest.verify|verify} messages.
         * @param message AuthStatusRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthStatusRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthStatusRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthStatusRequest & etcdserverpb.AuthStatusRequest.$Shape} AuthStatusRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthStatusRequest & etcdserverpb.AuthStatusRequest.$Shape;
    }

    namespace AuthStatusRequest {

        /** Properties of an AuthStatusRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthStatusRequest. */
        type $Shape = etcdserverpb.AuthStatusRequest.$Properties;
    }

    /**
     * Properties of an AuthenticateRequest.
     * @deprecated Use etcdserverpb.AuthenticateRequest.$Properties instead.
     */
    interface IAuthenticateRequest extends etcdserverpb.AuthenticateRequest.$Properties {
    }

    /** Represents an AuthenticateRequest. */
    class AuthenticateRequest {

        /**
         * Constructs a new AuthenticateRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthenticateRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthenticateRequest name. */
        name: string;

        /** AuthenticateRequest password. */
        password: string;

        /**
         * Creates a new AuthenticateRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthenticateRequest instance
         */
        static create(properties: etcdserverpb.AuthenticateRequest.$Shape): etcdserverpb.AuthenticateRequest & etcdserverpb.AuthenticateRequest.$Shape;
        static create(properties?: etcdserverpb.AuthenticateRequest.$Properties): etcdserverpb.AuthenticateRequest;

        /**
         * Encodes the specified AuthenticateRequest message. Does not implicitly {@link etcdserverpb.AuthenticateRequest.verify|verify} messages.
         * @param message AuthenticateRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthenticateRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthenticateRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthenticateRequest & etcdserverpb.AuthenticateRequest.$Shape} AuthenticateRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthenticateRequest & etcdserverpb.AuthenticateRequest.$Shape;
    }

    namespace AuthenticateRequest {

        /** Properties of an AuthenticateRequest. */
        interface $Properties {

            /** AuthenticateRequest name */
            name?: (string|null);

            /** AuthenticateRequest password */
            password?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthenticateRequest. */
        type $Shape = etcdserverpb.AuthenticateRequest.$Properties;
    }

    /**
     * Properties of an AuthUserAddRequest.
     * @deprecated Use etcdserverpb.AuthUserAddRequest.$Properties instead.
     */
    interface IAuthUserAddRequest extends etcdserverpb.AuthUserAddRequest.$Properties {
    }

    /** Represents an AuthUserAddRequest. */
    class AuthUserAddRequest {

        /**
         * Constructs a new AuthUserAddRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthUserAddRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthUserAddRequest name. */
        name: string;

        /** AuthUserAddRequest password. */
        password: string;

        /** AuthUserAddRequest options. */
        options?: (authpb.UserAddOptions.$Properties|null);

        /** AuthUserAddRequest hashedPassword. */
        hashedPassword: string;

        /**
         * Creates a new AuthUserAddRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthUserAddRequest instance
         */
        static create(properties: etcdserverpb.AuthUserAddRequest.$Shape): etcdserverpb.AuthUserAddRequest & etcdserverpb.AuthUserAddRequest.$Shape;
        static create(properties?: etcdserverpb.AuthUserAddRequest.$Properties): etcdserverpb.AuthUserAddRequest;

        /**
         * Encodes the specified AuthUserAddRequest message. Does not implicitly {@link etcdserverpb.AuthUserAddRequest.verify|verify} messages.
         * @param message AuthUserAddRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthUserAddRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthUserAddRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthUserAddRequest & etcdserverpb.AuthUserAddRequest.$Shape} AuthUserAddRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthUserAddRequest & etcdserverpb.AuthUserAddRequest.$Shape;
    }

    namespace AuthUserAddRequest {

        /** Properties of an AuthUserAddRequest. */
        interface $Properties {

            /** AuthUserAddRequest name */
            name?: (string|null);

            /** AuthUserAddRequest password */
            password?: (string|null);

            /** AuthUserAddRequest options */
            options?: (authpb.UserAddOptions.$Properties|null);

            /** AuthUserAddRequest hashedPassword */
            hashedPassword?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthUserAddRequest. */
        type $Shape = etcdserverpb.AuthUserAddRequest.$Properties;
    }

    /**
     * Properties of an AuthUserGetRequest.
     * @deprecated Use etcdserverpb.AuthUserGetRequest.$Properties instead.
     */
    interface IAuthUserGetRequest extends etcdserverpb.AuthUserGetRequest.$Properties {
    }

    /** Represents an AuthUserGetRequest. */
    class AuthUserGetRequest {

        /**
         * Constructs a new AuthUserGetRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthUserGetRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthUserGetRequest name. */
        name: string;

        /**
         * Creates a new AuthUserGetRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthUserGetRequest instance
         */
        static create(properties: etcdserverpb.AuthUserGetRequest.$Shape): etcdserverpb.AuthUserGetRequest & etcdserverpb.AuthUserGetRequest.$Shape;
        static create(properties?: etcdserverpb.AuthUserGetRequest.$Properties): etcdserverpb.AuthUserGetRequest;

        /**
         * Encodes the specified AuthUserGetRequest message. Does not implicitly {@link etcdserverpb.AuthUserGetRequest.verify|verify} messages.
         * @param message AuthUserGetRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthUserGetRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthUserGetRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthUserGetRequest & etcdserverpb.AuthUserGetRequest.$Shape} AuthUserGetRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthUserGetRequest & etcdserverpb.AuthUserGetRequest.$Shape;
    }

    namespace AuthUserGetRequest {

        /** Properties of an AuthUserGetRequest. */
        interface $Properties {

            /** AuthUserGetRequest name */
            name?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthUserGetRequest. */
        type $Shape = etcdserverpb.AuthUserGetRequest.$Properties;
    }

    /**
     * Properties of an AuthUserDeleteRequest.
     * @deprecated Use etcdserverpb.AuthUserDeleteRequest.$Properties instead.
     */
    interface IAuthUserDeleteRequest extends etcdserverpb.AuthUserDeleteRequest.$Properties {
    }

    /** Represents an AuthUserDeleteRequest. */
    class AuthUserDeleteRequest {

        /**
         * Constructs a new AuthUserDeleteRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthUserDeleteRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthUserDeleteRequest name. */
        name: string;

        /**
         * Creates a new AuthUserDeleteRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthUserDeleteRequest instance
         */
        static create(properties: etcdserverpb.AuthUserDeleteRequest.$Shape): etcdserverpb.AuthUserDeleteRequest & etcdserverpb.AuthUserDeleteRequest.$Shape;
        static create(properties?: etcdserverpb.AuthUserDeleteRequest.$Properties): etcdserverpb.AuthUserDeleteRequest;

        /**
         * Encodes the specified AuthUserDeleteRequest message. Does not implicitly {@link etcdserverpb.AuthUserDeleteRequest.verify|verify} messages.
         * @param message AuthUserDeleteRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthUserDeleteRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthUserDeleteRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthUserDeleteRequest & etcdserverpb.AuthUserDeleteRequest.$Shape} AuthUserDeleteRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthUserDeleteRequest & etcdserverpb.AuthUserDeleteRequest.$Shape;
    }

    namespace AuthUserDeleteRequest {

        /** Properties of an AuthUserDeleteRequest. */
        interface $Properties {

            /** AuthUserDeleteRequest name */
            name?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthUserDeleteRequest. */
        type $Shape = etcdserverpb.AuthUserDeleteRequest.$Properties;
    }

    /**
     * Properties of an AuthUserChangePasswordRequest.
     * @deprecated Use etcdserverpb.AuthUserChangePasswordRequest.$Properties instead.
     */
    interface IAuthUserChangePasswordRequest extends etcdserverpb.AuthUserChangePasswordRequest.$Properties {
    }

    /** Represents an AuthUserChangePasswordRequest. */
    class AuthUserChangePasswordRequest {

        /**
         * Constructs a new AuthUserChangePasswordRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthUserChangePasswordRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthUserChangePasswordRequest name. */
        name: string;

        /** AuthUserChangePasswordRequest password. */
        password: string;

        /** AuthUserChangePasswordRequest hashedPassword. */
        hashedPassword: string;

        /**
         * Creates a new AuthUserChangePasswordRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthUserChangePasswordRequest instance
         */
        static create(properties: etcdserverpb.AuthUserChangePasswordRequest.$Shape): etcdserverpb.AuthUserChangePasswordRequest & etcdserverpb.AuthUserChangePasswordRequest.$Shape;
        static create(properties?: etcdserverpb.AuthUserChangePasswordRequest.$Properties): etcdserverpb.AuthUserChangePasswordRequest;

        /**
         * Encodes the specified AuthUserChangePasswordRequest message. Does not implicitly {@link etcdserverpb.AuthUserChangePasswordRequest.verify|verify} messages.
         * @param message AuthUserChangePasswordRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthUserChangePasswordRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthUserChangePasswordRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthUserChangePasswordRequest & etcdserverpb.AuthUserChangePasswordRequest.$Shape} AuthUserChangePasswordRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthUserChangePasswordRequest & etcdserverpb.AuthUserChangePasswordRequest.$Shape;
    }

    namespace AuthUserChangePasswordRequest {

        /** Properties of an AuthUserChangePasswordRequest. */
        interface $Properties {

            /** AuthUserChangePasswordRequest name */
            name?: (string|null);

            /** AuthUserChangePasswordRequest password */
            password?: (string|null);

            /** AuthUserChangePasswordRequest hashedPassword */
            hashedPassword?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthUserChangePasswordRequest. */
        type $Shape = etcdserverpb.AuthUserChangePasswordRequest.$Properties;
    }

    /**
     * Properties of an AuthUserGrantRoleRequest.
     * @deprecated Use etcdserverpb.AuthUserGrantRoleRequest.$Properties instead.
     */
    interface IAuthUserGrantRoleRequest extends etcdserverpb.AuthUserGrantRoleRequest.$Properties {
    }

    /** Represents an AuthUserGrantRoleRequest. */
    class AuthUserGrantRoleRequest {

        /**
         * Constructs a new AuthUserGrantRoleRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthUserGrantRoleRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthUserGrantRoleRequest user. */
        user: string;

        /** AuthUserGrantRoleRequest role. */
        role: string;

        /**
         * Creates a new AuthUserGrantRoleRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthUserGrantRoleRequest instance
         */
        static create(properties: etcdserverpb.AuthUserGrantRoleRequest.$Shape): etcdserverpb.AuthUserGrantRoleRequest & etcdserverpb.AuthUserGrantRoleRequest.$Shape;
        static create(properties?: etcdserverpb.AuthUserGrantRoleRequest.$Properties): etcdserverpb.AuthUserGrantRoleRequest;

        /**
         * Encodes the specified AuthUserGrantRoleRequest message. Does not implicitly {@link etcdserverpb.AuthUserGrantRoleRequest.verify|verify} messages.
         * @param message AuthUserGrantRoleRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthUserGrantRoleRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthUserGrantRoleRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthUserGrantRoleRequest & etcdserverpb.AuthUserGrantRoleRequest.$Shape} AuthUserGrantRoleRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthUserGrantRoleRequest & etcdserverpb.AuthUserGrantRoleRequest.$Shape;
    }

    namespace AuthUserGrantRoleRequest {

        /** Properties of an AuthUserGrantRoleRequest. */
        interface $Properties {

            /** AuthUserGrantRoleRequest user */
            user?: (string|null);

            /** AuthUserGrantRoleRequest role */
            role?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthUserGrantRoleRequest. */
        type $Shape = etcdserverpb.AuthUserGrantRoleRequest.$Properties;
    }

    /**
     * Properties of an AuthUserRevokeRoleRequest.
     * @deprecated Use etcdserverpb.AuthUserRevokeRoleRequest.$Properties instead.
     */
    interface IAuthUserRevokeRoleRequest extends etcdserverpb.AuthUserRevokeRoleRequest.$Properties {
    }

    /** Represents an AuthUserRevokeRoleRequest. */
    class AuthUserRevokeRoleRequest {

        /**
         * Constructs a new AuthUserRevokeRoleRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthUserRevokeRoleRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthUserRevokeRoleRequest name. */
        name: string;

        /** AuthUserRevokeRoleRequest role. */
        role: string;

        /**
         * Creates a new AuthUserRevokeRoleRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthUserRevokeRoleRequest instance
         */
        static create(properties: etcdserverpb.AuthUserRevokeRoleRequest.$Shape): etcdserverpb.AuthUserRevokeRoleRequest & etcdserverpb.AuthUserRevokeRoleRequest.$Shape;
        static create(properties?: etcdserverpb.AuthUserRevokeRoleRequest.$Properties): etcdserverpb.AuthUserRevokeRoleRequest;

        /**
         * Encodes the specified AuthUserRevokeRoleRequest message. Does not implicitly {@link etcdserverpb.AuthUserRevokeRoleRequest.verify|verify} messages.
         * @param message AuthUserRevokeRoleRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthUserRevokeRoleRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthUserRevokeRoleRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthUserRevokeRoleRequest & etcdserverpb.AuthUserRevokeRoleRequest.$Shape} AuthUserRevokeRoleRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthUserRevokeRoleRequest & etcdserverpb.AuthUserRevokeRoleRequest.$Shape;
    }

    namespace AuthUserRevokeRoleRequest {

        /** Properties of an AuthUserRevokeRoleRequest. */
        interface $Properties {

            /** AuthUserRevokeRoleRequest name */
            name?: (string|null);

            /** AuthUserRevokeRoleRequest role */
            role?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthUserRevokeRoleRequest. */
        type $Shape = etcdserverpb.AuthUserRevokeRoleRequest.$Properties;
    }

    /**
     * Properties of an AuthRoleAddRequest.
     * @deprecated Use etcdserverpb.AuthRoleAddRequest.$Properties instead.
     */
    interface IAuthRoleAddRequest extends etcdserverpb.AuthRoleAddRequest.$Properties {
    }

    /** Represents an AuthRoleAddRequest. */
    class AuthRoleAddRequest {

        /**
         * Constructs a new AuthRoleAddRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthRoleAddRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthRoleAddRequest name. */
        name: string;

        /**
         * Creates a new AuthRoleAddRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthRoleAddRequest instance
         */
        static create(properties: etcdserverpb.AuthRoleAddRequest.$Shape): etcdserverpb.AuthRoleAddRequest & etcdserverpb.AuthRoleAddRequest.$Shape;
        static create(properties?: etcdserverpb.AuthRoleAddRequest.$Properties): etcdserverpb.AuthRoleAddRequest;

        /**
         * Encodes the specified AuthRoleAddRequest message. Does not implicitly {@link etcdserverpb.AuthRoleAddRequest.verify|verify} messages.
         * @param message AuthRoleAddRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthRoleAddRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthRoleAddRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthRoleAddRequest & etcdserverpb.AuthRoleAddRequest.$Shape} AuthRoleAddRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthRoleAddRequest & etcdserverpb.AuthRoleAddRequest.$Shape;
    }

    namespace AuthRoleAddRequest {

        /** Properties of an AuthRoleAddRequest. */
        interface $Properties {

            /** AuthRoleAddRequest name */
            name?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthRoleAddRequest. */
        type $Shape = etcdserverpb.AuthRoleAddRequest.$Properties;
    }

    /**
     * Properties of an AuthRoleGetRequest.
     * @deprecated Use etcdserverpb.AuthRoleGetRequest.$Properties instead.
     */
    interface IAuthRoleGetRequest extends etcdserverpb.AuthRoleGetRequest.$Properties {
    }

    /** Represents an AuthRoleGetRequest. */
    class AuthRoleGetRequest {

        /**
         * Constructs a new AuthRoleGetRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthRoleGetRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthRoleGetRequest role. */
        role: string;

        /**
         * Creates a new AuthRoleGetRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthRoleGetRequest instance
         */
        static create(properties: etcdserverpb.AuthRoleGetRequest.$Shape): etcdserverpb.AuthRoleGetRequest & etcdserverpb.AuthRoleGetRequest.$Shape;
        static create(properties?: etcdserverpb.AuthRoleGetRequest.$Properties): etcdserverpb.AuthRoleGetRequest;

        /**
         * Encodes the specified AuthRoleGetRequest message. Does not implicitly {@link etcdserverpb.AuthRoleGetRequest.verify|verify} messages.
         * @param message AuthRoleGetRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthRoleGetRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthRoleGetRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthRoleGetRequest & etcdserverpb.AuthRoleGetRequest.$Shape} AuthRoleGetRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthRoleGetRequest & etcdserverpb.AuthRoleGetRequest.$Shape;
    }

    namespace AuthRoleGetRequest {

        /** Properties of an AuthRoleGetRequest. */
        interface $Properties {

            /** AuthRoleGetRequest role */
            role?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthRoleGetRequest. */
        type $Shape = etcdserverpb.AuthRoleGetRequest.$Properties;
    }

    /**
     * Properties of an AuthUserListRequest.
     * @deprecated Use etcdserverpb.AuthUserListRequest.$Properties instead.
     */
    interface IAuthUserListRequest extends etcdserverpb.AuthUserListRequest.$Properties {
    }

    /** Represents an AuthUserListRequest. */
    class AuthUserListRequest {

        /**
         * Constructs a new AuthUserListRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthUserListRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new AuthUserListRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthUserListRequest instance
         */
        static create(properties: etcdserverpb.AuthUserListRequest.$Shape): etcdserverpb.AuthUserListRequest & etcdserverpb.AuthUserListRequest.$Shape;
        static create(properties?: etcdserverpb.AuthUserListRequest.$Properties): etcdserverpb.AuthUserListRequest;

        /**
         * Encodes the specified AuthUserListRequest message. Does not implicitly {@link etcdserverpb.AuthUserListRequest.verify|verify} messages.
         * @param message AuthUserListRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthUserListRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthUserListRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthUserListRequest & etcdserverpb.AuthUserListRequest.$Shape} AuthUserListRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthUserListRequest & etcdserverpb.AuthUserListRequest.$Shape;
    }

    namespace AuthUserListRequest {

        /** Properties of an AuthUserListRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthUserListRequest. */
        type $Shape = etcdserverpb.AuthUserListRequest.$Properties;
    }

    /**
     * Properties of an AuthRoleListRequest.
     * @deprecated Use etcdserverpb.AuthRoleListRequest.$Properties instead.
     */
    interface IAuthRoleListRequest extends etcdserverpb.AuthRoleListRequest.$Properties {
    }

    /** Represents an AuthRoleListRequest. */
    class AuthRoleListRequest {

        /**
         * Constructs a new AuthRoleListRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthRoleListRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new AuthRoleListRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthRoleListRequest instance
         */
        static create(properties: etcdserverpb.AuthRoleListRequest.$Shape): etcdserverpb.AuthRoleListRequest & etcdserverpb.AuthRoleListRequest.$Shape;
        static create(properties?: etcdserverpb.AuthRoleListRequest.$Properties): etcdserverpb.AuthRoleListRequest;

        /**
         * Encodes the specified AuthRoleListRequest message. Does not implicitly {@link etcdserverpb.AuthRoleListRequest.verify|verify} messages.
         * @param message AuthRoleListRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthRoleListRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthRoleListRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthRoleListRequest & etcdserverpb.AuthRoleListRequest.$Shape} AuthRoleListRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthRoleListRequest & etcdserverpb.AuthRoleListRequest.$Shape;
    }

    namespace AuthRoleListRequest {

        /** Properties of an AuthRoleListRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthRoleListRequest. */
        type $Shape = etcdserverpb.AuthRoleListRequest.$Properties;
    }

    /**
     * Properties of an AuthRoleDeleteRequest.
     * @deprecated Use etcdserverpb.AuthRoleDeleteRequest.$Properties instead.
     */
    interface IAuthRoleDeleteRequest extends etcdserverpb.AuthRoleDeleteRequest.$Properties {
    }

    /** Represents an AuthRoleDeleteRequest. */
    class AuthRoleDeleteRequest {

        /**
         * Constructs a new AuthRoleDeleteRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthRoleDeleteRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthRoleDeleteRequest role. */
        role: string;

        /**
         * Creates a new AuthRoleDeleteRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthRoleDeleteRequest instance
         */
        static create(properties: etcdserverpb.AuthRoleDeleteRequest.$Shape): etcdserverpb.AuthRoleDeleteRequest & etcdserverpb.AuthRoleDeleteRequest.$Shape;
        static create(properties?: etcdserverpb.AuthRoleDeleteRequest.$Properties): etcdserverpb.AuthRoleDeleteRequest;

        /**
         * Encodes the specified AuthRoleDeleteRequest message. Does not implicitly {@link etcdserverpb.AuthRoleDeleteRequest.verify|verify} messages.
         * @param message AuthRoleDeleteRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthRoleDeleteRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthRoleDeleteRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthRoleDeleteRequest & etcdserverpb.AuthRoleDeleteRequest.$Shape} AuthRoleDeleteRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthRoleDeleteRequest & etcdserverpb.AuthRoleDeleteRequest.$Shape;
    }

    namespace AuthRoleDeleteRequest {

        /** Properties of an AuthRoleDeleteRequest. */
        interface $Properties {

            /** AuthRoleDeleteRequest role */
            role?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthRoleDeleteRequest. */
        type $Shape = etcdserverpb.AuthRoleDeleteRequest.$Properties;
    }

    /**
     * Properties of an AuthRoleGrantPermissionRequest.
     * @deprecated Use etcdserverpb.AuthRoleGrantPermissionRequest.$Properties instead.
     */
    interface IAuthRoleGrantPermissionRequest extends etcdserverpb.AuthRoleGrantPermissionRequest.$Properties {
    }

    /** Represents an AuthRoleGrantPermissionRequest. */
    class AuthRoleGrantPermissionRequest {

        /**
         * Constructs a new AuthRoleGrantPermissionRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthRoleGrantPermissionRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthRoleGrantPermissionRequest name. */
        name: string;

        /** AuthRoleGrantPermissionRequest perm. */
        perm?: (authpb.Permission.$Properties|null);

        /**
         * Creates a new AuthRoleGrantPermissionRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthRoleGrantPermissionRequest instance
         */
        static create(properties: etcdserverpb.AuthRoleGrantPermissionRequest.$Shape): etcdserverpb.AuthRoleGrantPermissionRequest & etcdserverpb.AuthRoleGrantPermissionRequest.$Shape;
        static create(properties?: etcdserverpb.AuthRoleGrantPermissionRequest.$Properties): etcdserverpb.AuthRoleGrantPermissionRequest;

        /**
         * Encodes the specified AuthRoleGrantPermissionRequest message. Does not implicitly {@link etcdserverpb.AuthRoleGrantPermissionRequest.verify|verify} messages.
         * @param message AuthRoleGrantPermissionRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthRoleGrantPermissionRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthRoleGrantPermissionRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthRoleGrantPermissionRequest & etcdserverpb.AuthRoleGrantPermissionRequest.$Shape} AuthRoleGrantPermissionRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthRoleGrantPermissionRequest & etcdserverpb.AuthRoleGrantPermissionRequest.$Shape;
    }

    namespace AuthRoleGrantPermissionRequest {

        /** Properties of an AuthRoleGrantPermissionRequest. */
        interface $Properties {

            /** AuthRoleGrantPermissionRequest name */
            name?: (string|null);

            /** AuthRoleGrantPermissionRequest perm */
            perm?: (authpb.Permission.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthRoleGrantPermissionRequest. */
        type $Shape = etcdserverpb.AuthRoleGrantPermissionRequest.$Properties;
    }

    /**
     * Properties of an AuthRoleRevokePermissionRequest.
     * @deprecated Use etcdserverpb.AuthRoleRevokePermissionRequest.$Properties instead.
     */
    interface IAuthRoleRevokePermissionRequest extends etcdserverpb.AuthRoleRevokePermissionRequest.$Properties {
    }

    /** Represents an AuthRoleRevokePermissionRequest. */
    class AuthRoleRevokePermissionRequest {

        /**
         * Constructs a new AuthRoleRevokePermissionRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthRoleRevokePermissionRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthRoleRevokePermissionRequest role. */
        role: string;

        /** AuthRoleRevokePermissionRequest key. */
        key: Uint8Array;

        /** AuthRoleRevokePermissionRequest range_end. */
        range_end: Uint8Array;

        /**
         * Creates a new AuthRoleRevokePermissionRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthRoleRevokePermissionRequest instance
         */
        static create(properties: etcdserverpb.AuthRoleRevokePermissionRequest.$Shape): etcdserverpb.AuthRoleRevokePermissionRequest & etcdserverpb.AuthRoleRevokePermissionRequest.$Shape;
        static create(properties?: etcdserverpb.AuthRoleRevokePermissionRequest.$Properties): etcdserverpb.AuthRoleRevokePermissionRequest;

        /**
         * Encodes the specified AuthRoleRevokePermissionRequest message. Does not implicitly {@link etcdserverpb.AuthRoleRevokePermissionRequest.verify|verify} messages.
         * @param message AuthRoleRevokePermissionRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthRoleRevokePermissionRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthRoleRevokePermissionRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthRoleRevokePermissionRequest & etcdserverpb.AuthRoleRevokePermissionRequest.$Shape} AuthRoleRevokePermissionRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthRoleRevokePermissionRequest & etcdserverpb.AuthRoleRevokePermissionRequest.$Shape;
    }

    namespace AuthRoleRevokePermissionRequest {

        /** Properties of an AuthRoleRevokePermissionRequest. */
        interface $Properties {

            /** AuthRoleRevokePermissionRequest role */
            role?: (string|null);

            /** AuthRoleRevokePermissionRequest key */
            key?: (Uint8Array|null);

            /** AuthRoleRevokePermissionRequest range_end */
            range_end?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthRoleRevokePermissionRequest. */
        type $Shape = etcdserverpb.AuthRoleRevokePermissionRequest.$Properties;
    }

    /**
     * Properties of an AuthEnableResponse.
     * @deprecated Use etcdserverpb.AuthEnableResponse.$Properties instead.
     */
    interface IAuthEnableResponse extends etcdserverpb.AuthEnableResponse.$Properties {
    }

    /** Represents an AuthEnableResponse. */
    class AuthEnableResponse {

        /**
         * Constructs a new AuthEnableResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthEnableResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthEnableResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new AuthEnableResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthEnableResponse instance
         */
        static create(properties: etcdserverpb.AuthEnableResponse.$Shape): etcdserverpb.AuthEnableResponse & etcdserverpb.AuthEnableResponse.$Shape;
        static create(properties?: etcdserverpb.AuthEnableResponse.$Properties): etcdserverpb.AuthEnableResponse;

        /**
         * Encodes the specified AuthEnableResponse message. Does not implicitly {@link etcdserverpb.AuthEnableResponse.verify|verify} messages.
         * @param message AuthEnableResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthEnableResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthEnableResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthEnableResponse & etcdserverpb.AuthEnableResponse.$Shape} AuthEnableResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthEnableResponse & etcdserverpb.AuthEnableResponse.$Shape;
    }

    namespace AuthEnableResponse {

        /** Properties of an AuthEnableResponse. */
        interface $Properties {

            /** AuthEnableResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthEnableResponse. */
        type $Shape = etcdserverpb.AuthEnableResponse.$Properties;
    }

    /**
     * Properties of an AuthDisableResponse.
     * @deprecated Use etcdserverpb.AuthDisableResponse.$Properties instead.
     */
    interface IAuthDisableResponse extends etcdserverpb.AuthDisableResponse.$Properties {
    }

    /** Represents an AuthDisableResponse. */
    class AuthDisableResponse {

        /**
         * Constructs a new AuthDisableResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthDisableResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthDisableResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new AuthDisableResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthDisableResponse instance
         */
        static create(properties: etcdserverpb.AuthDisableResponse.$Shape): etcdserverpb.AuthDisableResponse & etcdserverpb.AuthDisableResponse.$Shape;
        static create(properties?: etcdserverpb.AuthDisableResponse.$Properties): etcdserverpb.AuthDisableResponse;

        /**
         * Encodes the specified AuthDisableResponse message. Does not implicitly {@link etcdserverpb.AuthDisableResponse.verify|verify} messages.
         * @param message AuthDisableResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthDisableResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthDisableResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthDisableResponse & etcdserverpb.AuthDisableResponse.$Shape} AuthDisableResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthDisableResponse & etcdserverpb.AuthDisableResponse.$Shape;
    }

    namespace AuthDisableResponse {

        /** Properties of an AuthDisableResponse. */
        interface $Properties {

            /** AuthDisableResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthDisableResponse. */
        type $Shape = etcdserverpb.AuthDisableResponse.$Properties;
    }

    /**
     * Properties of an AuthStatusResponse.
     * @deprecated Use etcdserverpb.AuthStatusResponse.$Properties instead.
     */
    interface IAuthStatusResponse extends etcdserverpb.AuthStatusResponse.$Properties {
    }

    /** Represents an AuthStatusResponse. */
    class AuthStatusResponse {

        /**
         * Constructs a new AuthStatusResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthStatusResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthStatusResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** AuthStatusResponse enabled. */
        enabled: boolean;

        /** AuthStatusResponse authRevision. */
        authRevision: (number|Long);

        /**
         * Creates a new AuthStatusResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthStatusResponse instance
         */
        static create(properties: etcdserverpb.AuthStatusResponse.$Shape): etcdserverpb.AuthStatusResponse & etcdserverpb.AuthStatusResponse.$Shape;
        static create(properties?: etcdserverpb.AuthStatusResponse.$Properties): etcdserverpb.AuthStatusResponse;

        /**
         * Encodes the specified AuthStatusResponse message. Does not implicitly {@link etcdserverpb.AuthStatusResponse.verify|verify} messages.
         * @param message AuthStatusResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthStatusResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthStatusResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthStatusResponse & etcdserverpb.AuthStatusResponse.$Shape} AuthStatusResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthStatusResponse & etcdserverpb.AuthStatusResponse.$Shape;
    }

    namespace AuthStatusResponse {

        /** Properties of an AuthStatusResponse. */
        interface $Properties {

            /** AuthStatusResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** AuthStatusResponse enabled */
            enabled?: (boolean|null);

            /** AuthStatusResponse authRevision */
            authRevision?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthStatusResponse. */
        type $Shape = etcdserverpb.AuthStatusResponse.$Properties;
    }

    /**
     * Properties of an AuthenticateResponse.
     * @deprecated Use etcdserverpb.AuthenticateResponse.$Properties instead.
     */
    interface IAuthenticateResponse extends etcdserverpb.AuthenticateResponse.$Properties {
    }

    /** Represents an AuthenticateResponse. */
    class AuthenticateResponse {

        /**
         * Constructs a new AuthenticateResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthenticateResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthenticateResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** AuthenticateResponse token. */
        token: string;

        /**
         * Creates a new AuthenticateResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthenticateResponse instance
         */
        static create(properties: etcdserverpb.AuthenticateResponse.$Shape): etcdserverpb.AuthenticateResponse & etcdserverpb.AuthenticateResponse.$Shape;
        static create(properties?: etcdserverpb.AuthenticateResponse.$Properties): etcdserverpb.AuthenticateResponse;

        /**
         * Encodes the specified AuthenticateResponse message. Does not implicitly {@link etcdserverpb.AuthenticateResponse.verify|verify} messages.
         * @param message AuthenticateResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthenticateResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthenticateResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthenticateResponse & etcdserverpb.AuthenticateResponse.$Shape} AuthenticateResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthenticateResponse & etcdserverpb.AuthenticateResponse.$Shape;
    }

    namespace AuthenticateResponse {

        /** Properties of an AuthenticateResponse. */
        interface $Properties {

            /** AuthenticateResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** AuthenticateResponse token */
            token?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthenticateResponse. */
        type $Shape = etcdserverpb.AuthenticateResponse.$Properties;
    }

    /**
     * Properties of an AuthUserAddResponse.
     * @deprecated Use etcdserverpb.AuthUserAddResponse.$Properties instead.
     */
    interface IAuthUserAddResponse extends etcdserverpb.AuthUserAddResponse.$Properties {
    }

    /** Represents an AuthUserAddResponse. */
    class AuthUserAddResponse {

        /**
         * Constructs a new AuthUserAddResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthUserAddResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthUserAddResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new AuthUserAddResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthUserAddResponse instance
         */
        static create(properties: etcdserverpb.AuthUserAddResponse.$Shape): etcdserverpb.AuthUserAddResponse & etcdserverpb.AuthUserAddResponse.$Shape;
        static create(properties?: etcdserverpb.AuthUserAddResponse.$Properties): etcdserverpb.AuthUserAddResponse;

        /**
         * Encodes the specified AuthUserAddResponse message. Does not implicitly {@link etcdserverpb.AuthUserAddResponse.verify|verify} messages.
         * @param message AuthUserAddResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthUserAddResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthUserAddResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthUserAddResponse & etcdserverpb.AuthUserAddResponse.$Shape} AuthUserAddResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthUserAddResponse & etcdserverpb.AuthUserAddResponse.$Shape;
    }

    namespace AuthUserAddResponse {

        /** Properties of an AuthUserAddResponse. */
        interface $Properties {

            /** AuthUserAddResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthUserAddResponse. */
        type $Shape = etcdserverpb.AuthUserAddResponse.$Properties;
    }

    /**
     * Properties of an AuthUserGetResponse.
     * @deprecated Use etcdserverpb.AuthUserGetResponse.$Properties instead.
     */
    interface IAuthUserGetResponse extends etcdserverpb.AuthUserGetResponse.$Properties {
    }

    /** Represents an AuthUserGetResponse. */
    class AuthUserGetResponse {

        /**
         * Constructs a new AuthUserGetResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthUserGetResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthUserGetResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** AuthUserGetResponse roles. */
        roles: string[];

        /**
         * Creates a new AuthUserGetResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthUserGetResponse instance
         */
        static create(properties: etcdserverpb.AuthUserGetResponse.$Shape): etcdserverpb.AuthUserGetResponse & etcdserverpb.AuthUserGetResponse.$Shape;
        static create(properties?: etcdserverpb.AuthUserGetResponse.$Properties): etcdserverpb.AuthUserGetResponse;

        /**
         * Encodes the specified AuthUserGetResponse message. Does not implicitly {@link etcdserverpb.AuthUserGetResponse.verify|verify} messages.
         * @param message AuthUserGetResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthUserGetResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthUserGetResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthUserGetResponse & etcdserverpb.AuthUserGetResponse.$Shape} AuthUserGetResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthUserGetResponse & etcdserverpb.AuthUserGetResponse.$Shape;
    }

    namespace AuthUserGetResponse {

        /** Properties of an AuthUserGetResponse. */
        interface $Properties {

            /** AuthUserGetResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** AuthUserGetResponse roles */
            roles?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthUserGetResponse. */
        type $Shape = etcdserverpb.AuthUserGetResponse.$Properties;
    }

    /**
     * Properties of an AuthUserDeleteResponse.
     * @deprecated Use etcdserverpb.AuthUserDeleteResponse.$Properties instead.
     */
    interface IAuthUserDeleteResponse extends etcdserverpb.AuthUserDeleteResponse.$Properties {
    }

    /** Represents an AuthUserDeleteResponse. */
    class AuthUserDeleteResponse {

        /**
         * Constructs a new AuthUserDeleteResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthUserDeleteResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthUserDeleteResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new AuthUserDeleteResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthUserDeleteResponse instance
         */
        static create(properties: etcdserverpb.AuthUserDeleteResponse.$Shape): etcdserverpb.AuthUserDeleteResponse & etcdserverpb.AuthUserDeleteResponse.$Shape;
        static create(properties?: etcdserverpb.AuthUserDeleteResponse.$Properties): etcdserverpb.AuthUserDeleteResponse;

        /**
         * Encodes the specified AuthUserDeleteResponse message. Does not implicitly {@link etcdserverpb.AuthUserDeleteResponse.verify|verify} messages.
         * @param message AuthUserDeleteResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthUserDeleteResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthUserDeleteResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthUserDeleteResponse & etcdserverpb.AuthUserDeleteResponse.$Shape} AuthUserDeleteResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthUserDeleteResponse & etcdserverpb.AuthUserDeleteResponse.$Shape;
    }

    namespace AuthUserDeleteResponse {

        /** Properties of an AuthUserDeleteResponse. */
        interface $Properties {

            /** AuthUserDeleteResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthUserDeleteResponse. */
        type $Shape = etcdserverpb.AuthUserDeleteResponse.$Properties;
    }

    /**
     * Properties of an AuthUserChangePasswordResponse.
     * @deprecated Use etcdserverpb.AuthUserChangePasswordResponse.$Properties instead.
     */
    interface IAuthUserChangePasswordResponse extends etcdserverpb.AuthUserChangePasswordResponse.$Properties {
    }

    /** Represents an AuthUserChangePasswordResponse. */
    class AuthUserChangePasswordResponse {

        /**
         * Constructs a new AuthUserChangePasswordResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthUserChangePasswordResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthUserChangePasswordResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new AuthUserChangePasswordResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthUserChangePasswordResponse instance
         */
        static create(properties: etcdserverpb.AuthUserChangePasswordResponse.$Shape): etcdserverpb.AuthUserChangePasswordResponse & etcdserverpb.AuthUserChangePasswordResponse.$Shape;
        static create(properties?: etcdserverpb.AuthUserChangePasswordResponse.$Properties): etcdserverpb.AuthUserChangePasswordResponse;

        /**
         * Encodes the specified AuthUserChangePasswordResponse message. Does not implicitly {@link etcdserverpb.AuthUserChangePasswordResponse.verify|verify} messages.
         * @param message AuthUserChangePasswordResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthUserChangePasswordResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthUserChangePasswordResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthUserChangePasswordResponse & etcdserverpb.AuthUserChangePasswordResponse.$Shape} AuthUserChangePasswordResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthUserChangePasswordResponse & etcdserverpb.AuthUserChangePasswordResponse.$Shape;
    }

    namespace AuthUserChangePasswordResponse {

        /** Properties of an AuthUserChangePasswordResponse. */
        interface $Properties {

            /** AuthUserChangePasswordResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthUserChangePasswordResponse. */
        type $Shape = etcdserverpb.AuthUserChangePasswordResponse.$Properties;
    }

    /**
     * Properties of an AuthUserGrantRoleResponse.
     * @deprecated Use etcdserverpb.AuthUserGrantRoleResponse.$Properties instead.
     */
    interface IAuthUserGrantRoleResponse extends etcdserverpb.AuthUserGrantRoleResponse.$Properties {
    }

    /** Represents an AuthUserGrantRoleResponse. */
    class AuthUserGrantRoleResponse {

        /**
         * Constructs a new AuthUserGrantRoleResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthUserGrantRoleResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthUserGrantRoleResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new AuthUserGrantRoleResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthUserGrantRoleResponse instance
         */
        static create(properties: etcdserverpb.AuthUserGrantRoleResponse.$Shape): etcdserverpb.AuthUserGrantRoleResponse & etcdserverpb.AuthUserGrantRoleResponse.$Shape;
        static create(properties?: etcdserverpb.AuthUserGrantRoleResponse.$Properties): etcdserverpb.AuthUserGrantRoleResponse;

        /**
         * Encodes the specified AuthUserGrantRoleResponse message. Does not implicitly {@link etcdserverpb.AuthUserGrantRoleResponse.verify|verify} messages.
         * @param message AuthUserGrantRoleResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthUserGrantRoleResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthUserGrantRoleResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthUserGrantRoleResponse & etcdserverpb.AuthUserGrantRoleResponse.$Shape} AuthUserGrantRoleResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthUserGrantRoleResponse & etcdserverpb.AuthUserGrantRoleResponse.$Shape;
    }

    namespace AuthUserGrantRoleResponse {

        /** Properties of an AuthUserGrantRoleResponse. */
        interface $Properties {

            /** AuthUserGrantRoleResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthUserGrantRoleResponse. */
        type $Shape = etcdserverpb.AuthUserGrantRoleResponse.$Properties;
    }

    /**
     * Properties of an AuthUserRevokeRoleResponse.
     * @deprecated Use etcdserverpb.AuthUserRevokeRoleResponse.$Properties instead.
     */
    interface IAuthUserRevokeRoleResponse extends etcdserverpb.AuthUserRevokeRoleResponse.$Properties {
    }

    /** Represents an AuthUserRevokeRoleResponse. */
    class AuthUserRevokeRoleResponse {

        /**
         * Constructs a new AuthUserRevokeRoleResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthUserRevokeRoleResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthUserRevokeRoleResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new AuthUserRevokeRoleResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthUserRevokeRoleResponse instance
         */
        static create(properties: etcdserverpb.AuthUserRevokeRoleResponse.$Shape): etcdserverpb.AuthUserRevokeRoleResponse & etcdserverpb.AuthUserRevokeRoleResponse.$Shape;
        static create(properties?: etcdserverpb.AuthUserRevokeRoleResponse.$Properties): etcdserverpb.AuthUserRevokeRoleResponse;

        /**
         * Encodes the specified AuthUserRevokeRoleResponse message. Does not implicitly {@link etcdserverpb.AuthUserRevokeRoleResponse.verify|verify} messages.
         * @param message AuthUserRevokeRoleResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthUserRevokeRoleResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthUserRevokeRoleResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthUserRevokeRoleResponse & etcdserverpb.AuthUserRevokeRoleResponse.$Shape} AuthUserRevokeRoleResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthUserRevokeRoleResponse & etcdserverpb.AuthUserRevokeRoleResponse.$Shape;
    }

    namespace AuthUserRevokeRoleResponse {

        /** Properties of an AuthUserRevokeRoleResponse. */
        interface $Properties {

            /** AuthUserRevokeRoleResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthUserRevokeRoleResponse. */
        type $Shape = etcdserverpb.AuthUserRevokeRoleResponse.$Properties;
    }

    /**
     * Properties of an AuthRoleAddResponse.
     * @deprecated Use etcdserverpb.AuthRoleAddResponse.$Properties instead.
     */
    interface IAuthRoleAddResponse extends etcdserverpb.AuthRoleAddResponse.$Properties {
    }

    /** Represents an AuthRoleAddResponse. */
    class AuthRoleAddResponse {

        /**
         * Constructs a new AuthRoleAddResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthRoleAddResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthRoleAddResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new AuthRoleAddResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthRoleAddResponse instance
         */
        static create(properties: etcdserverpb.AuthRoleAddResponse.$Shape): etcdserverpb.AuthRoleAddResponse & etcdserverpb.AuthRoleAddResponse.$Shape;
        static create(properties?: etcdserverpb.AuthRoleAddResponse.$Properties): etcdserverpb.AuthRoleAddResponse;

        /**
         * Encodes the specified AuthRoleAddResponse message. Does not implicitly {@link etcdserverpb.AuthRoleAddResponse.verify|verify} messages.
         * @param message AuthRoleAddResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthRoleAddResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthRoleAddResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthRoleAddResponse & etcdserverpb.AuthRoleAddResponse.$Shape} AuthRoleAddResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthRoleAddResponse & etcdserverpb.AuthRoleAddResponse.$Shape;
    }

    namespace AuthRoleAddResponse {

        /** Properties of an AuthRoleAddResponse. */
        interface $Properties {

            /** AuthRoleAddResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthRoleAddResponse. */
        type $Shape = etcdserverpb.AuthRoleAddResponse.$Properties;
    }

    /**
     * Properties of an AuthRoleGetResponse.
     * @deprecated Use etcdserverpb.AuthRoleGetResponse.$Properties instead.
     */
    interface IAuthRoleGetResponse extends etcdserverpb.AuthRoleGetResponse.$Properties {
    }

    /** Represents an AuthRoleGetResponse. */
    class AuthRoleGetResponse {

        /**
         * Constructs a new AuthRoleGetResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthRoleGetResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthRoleGetResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** AuthRoleGetResponse perm. */
        perm: authpb.Permission.$Properties[];

        /**
         * Creates a new AuthRoleGetResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthRoleGetResponse instance
         */
        static create(properties: etcdserverpb.AuthRoleGetResponse.$Shape): etcdserverpb.AuthRoleGetResponse & etcdserverpb.AuthRoleGetResponse.$Shape;
        static create(properties?: etcdserverpb.AuthRoleGetResponse.$Properties): etcdserverpb.AuthRoleGetResponse;

        /**
         * Encodes the specified AuthRoleGetResponse message. Does not implicitly {@link etcdserverpb.AuthRoleGetResponse.verify|verify} messages.
         * @param message AuthRoleGetResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthRoleGetResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthRoleGetResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthRoleGetResponse & etcdserverpb.AuthRoleGetResponse.$Shape} AuthRoleGetResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthRoleGetResponse & etcdserverpb.AuthRoleGetResponse.$Shape;
    }

    namespace AuthRoleGetResponse {

        /** Properties of an AuthRoleGetResponse. */
        interface $Properties {

            /** AuthRoleGetResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** AuthRoleGetResponse perm */
            perm?: (authpb.Permission.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthRoleGetResponse. */
        type $Shape = etcdserverpb.AuthRoleGetResponse.$Properties;
    }

    /**
     * Properties of an AuthRoleListResponse.
     * @deprecated Use etcdserverpb.AuthRoleListResponse.$Properties instead.
     */
    interface IAuthRoleListResponse extends etcdserverpb.AuthRoleListResponse.$Properties {
    }

    /** Represents an AuthRoleListResponse. */
    class AuthRoleListResponse {

        /**
         * Constructs a new AuthRoleListResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthRoleListResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthRoleListResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** AuthRoleListResponse roles. */
        roles: string[];

        /**
         * Creates a new AuthRoleListResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthRoleListResponse instance
         */
        static create(properties: etcdserverpb.AuthRoleListResponse.$Shape): etcdserverpb.AuthRoleListResponse & etcdserverpb.AuthRoleListResponse.$Shape;
        static create(properties?: etcdserverpb.AuthRoleListResponse.$Properties): etcdserverpb.AuthRoleListResponse;

        /**
         * Encodes the specified AuthRoleListResponse message. Does not implicitly {@link etcdserverpb.AuthRoleListResponse.verify|verify} messages.
         * @param message AuthRoleListResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthRoleListResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthRoleListResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthRoleListResponse & etcdserverpb.AuthRoleListResponse.$Shape} AuthRoleListResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthRoleListResponse & etcdserverpb.AuthRoleListResponse.$Shape;
    }

    namespace AuthRoleListResponse {

        /** Properties of an AuthRoleListResponse. */
        interface $Properties {

            /** AuthRoleListResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** AuthRoleListResponse roles */
            roles?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthRoleListResponse. */
        type $Shape = etcdserverpb.AuthRoleListResponse.$Properties;
    }

    /**
     * Properties of an AuthUserListResponse.
     * @deprecated Use etcdserverpb.AuthUserListResponse.$Properties instead.
     */
    interface IAuthUserListResponse extends etcdserverpb.AuthUserListResponse.$Properties {
    }

    /** Represents an AuthUserListResponse. */
    class AuthUserListResponse {

        /**
         * Constructs a new AuthUserListResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthUserListResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthUserListResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** AuthUserListResponse users. */
        users: string[];

        /**
         * Creates a new AuthUserListResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthUserListResponse instance
         */
        static create(properties: etcdserverpb.AuthUserListResponse.$Shape): etcdserverpb.AuthUserListResponse & etcdserverpb.AuthUserListResponse.$Shape;
        static create(properties?: etcdserverpb.AuthUserListResponse.$Properties): etcdserverpb.AuthUserListResponse;

        /**
         * Encodes the specified AuthUserListResponse message. Does not implicitly {@link etcdserverpb.AuthUserListResponse.verify|verify} messages.
         * @param message AuthUserListResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthUserListResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthUserListResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthUserListResponse & etcdserverpb.AuthUserListResponse.$Shape} AuthUserListResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthUserListResponse & etcdserverpb.AuthUserListResponse.$Shape;
    }

    namespace AuthUserListResponse {

        /** Properties of an AuthUserListResponse. */
        interface $Properties {

            /** AuthUserListResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** AuthUserListResponse users */
            users?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthUserListResponse. */
        type $Shape = etcdserverpb.AuthUserListResponse.$Properties;
    }

    /**
     * Properties of an AuthRoleDeleteResponse.
     * @deprecated Use etcdserverpb.AuthRoleDeleteResponse.$Properties instead.
     */
    interface IAuthRoleDeleteResponse extends etcdserverpb.AuthRoleDeleteResponse.$Properties {
    }

    /** Represents an AuthRoleDeleteResponse. */
    class AuthRoleDeleteResponse {

        /**
         * Constructs a new AuthRoleDeleteResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthRoleDeleteResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthRoleDeleteResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new AuthRoleDeleteResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthRoleDeleteResponse instance
         */
        static create(properties: etcdserverpb.AuthRoleDeleteResponse.$Shape): etcdserverpb.AuthRoleDeleteResponse & etcdserverpb.AuthRoleDeleteResponse.$Shape;
        static create(properties?: etcdserverpb.AuthRoleDeleteResponse.$Properties): etcdserverpb.AuthRoleDeleteResponse;

        /**
         * Encodes the specified AuthRoleDeleteResponse message. Does not implicitly {@link etcdserverpb.AuthRoleDeleteResponse.verify|verify} messages.
         * @param message AuthRoleDeleteResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthRoleDeleteResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthRoleDeleteResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthRoleDeleteResponse & etcdserverpb.AuthRoleDeleteResponse.$Shape} AuthRoleDeleteResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthRoleDeleteResponse & etcdserverpb.AuthRoleDeleteResponse.$Shape;
    }

    namespace AuthRoleDeleteResponse {

        /** Properties of an AuthRoleDeleteResponse. */
        interface $Properties {

            /** AuthRoleDeleteResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthRoleDeleteResponse. */
        type $Shape = etcdserverpb.AuthRoleDeleteResponse.$Properties;
    }

    /**
     * Properties of an AuthRoleGrantPermissionResponse.
     * @deprecated Use etcdserverpb.AuthRoleGrantPermissionResponse.$Properties instead.
     */
    interface IAuthRoleGrantPermissionResponse extends etcdserverpb.AuthRoleGrantPermissionResponse.$Properties {
    }

    /** Represents an AuthRoleGrantPermissionResponse. */
    class AuthRoleGrantPermissionResponse {

        /**
         * Constructs a new AuthRoleGrantPermissionResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthRoleGrantPermissionResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthRoleGrantPermissionResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new AuthRoleGrantPermissionResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthRoleGrantPermissionResponse instance
         */
        static create(properties: etcdserverpb.AuthRoleGrantPermissionResponse.$Shape): etcdserverpb.AuthRoleGrantPermissionResponse & etcdserverpb.AuthRoleGrantPermissionResponse.$Shape;
        static create(properties?: etcdserverpb.AuthRoleGrantPermissionResponse.$Properties): etcdserverpb.AuthRoleGrantPermissionResponse;

        /**
         * Encodes the specified AuthRoleGrantPermissionResponse message. Does not implicitly {@link etcdserverpb.AuthRoleGrantPermissionResponse.verify|verify} messages.
         * @param message AuthRoleGrantPermissionResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthRoleGrantPermissionResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthRoleGrantPermissionResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthRoleGrantPermissionResponse & etcdserverpb.AuthRoleGrantPermissionResponse.$Shape} AuthRoleGrantPermissionResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthRoleGrantPermissionResponse & etcdserverpb.AuthRoleGrantPermissionResponse.$Shape;
    }

    namespace AuthRoleGrantPermissionResponse {

        /** Properties of an AuthRoleGrantPermissionResponse. */
        interface $Properties {

            /** AuthRoleGrantPermissionResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthRoleGrantPermissionResponse. */
        type $Shape = etcdserverpb.AuthRoleGrantPermissionResponse.$Properties;
    }

    /**
     * Properties of an AuthRoleRevokePermissionResponse.
     * @deprecated Use etcdserverpb.AuthRoleRevokePermissionResponse.$Properties instead.
     */
    interface IAuthRoleRevokePermissionResponse extends etcdserverpb.AuthRoleRevokePermissionResponse.$Properties {
    }

    /** Represents an AuthRoleRevokePermissionResponse. */
    class AuthRoleRevokePermissionResponse {

        /**
         * Constructs a new AuthRoleRevokePermissionResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.AuthRoleRevokePermissionResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AuthRoleRevokePermissionResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new AuthRoleRevokePermissionResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AuthRoleRevokePermissionResponse instance
         */
        static create(properties: etcdserverpb.AuthRoleRevokePermissionResponse.$Shape): etcdserverpb.AuthRoleRevokePermissionResponse & etcdserverpb.AuthRoleRevokePermissionResponse.$Shape;
        static create(properties?: etcdserverpb.AuthRoleRevokePermissionResponse.$Properties): etcdserverpb.AuthRoleRevokePermissionResponse;

        /**
         * Encodes the specified AuthRoleRevokePermissionResponse message. Does not implicitly {@link etcdserverpb.AuthRoleRevokePermissionResponse.verify|verify} messages.
         * @param message AuthRoleRevokePermissionResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.AuthRoleRevokePermissionResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AuthRoleRevokePermissionResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.AuthRoleRevokePermissionResponse & etcdserverpb.AuthRoleRevokePermissionResponse.$Shape} AuthRoleRevokePermissionResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.AuthRoleRevokePermissionResponse & etcdserverpb.AuthRoleRevokePermissionResponse.$Shape;
    }

    namespace AuthRoleRevokePermissionResponse {

        /** Properties of an AuthRoleRevokePermissionResponse. */
        interface $Properties {

            /** AuthRoleRevokePermissionResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AuthRoleRevokePermissionResponse. */
        type $Shape = etcdserverpb.AuthRoleRevokePermissionResponse.$Properties;
    }

    /**
     * Properties of a RangeStreamResponse.
     * @deprecated Use etcdserverpb.RangeStreamResponse.$Properties instead.
     */
    interface IRangeStreamResponse extends etcdserverpb.RangeStreamResponse.$Properties {
    }

    /** Represents a RangeStreamResponse. */
    class RangeStreamResponse {

        /**
         * Constructs a new RangeStreamResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.RangeStreamResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RangeStreamResponse range_response. */
        range_response?: (etcdserverpb.RangeResponse.$Properties|null);

        /**
         * Creates a new RangeStreamResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RangeStreamResponse instance
         */
        static create(properties: etcdserverpb.RangeStreamResponse.$Shape): etcdserverpb.RangeStreamResponse & etcdserverpb.RangeStreamResponse.$Shape;
        static create(properties?: etcdserverpb.RangeStreamResponse.$Properties): etcdserverpb.RangeStreamResponse;

        /**
         * Encodes the specified RangeStreamResponse message. Does not implicitly {@link etcdserverpb.RangeStreamResponse.verify|verify} messages.
         * @param message RangeStreamResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.RangeStreamResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RangeStreamResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.RangeStreamResponse & etcdserverpb.RangeStreamResponse.$Shape} RangeStreamResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.RangeStreamResponse & etcdserverpb.RangeStreamResponse.$Shape;
    }

    namespace RangeStreamResponse {

        /** Properties of a RangeStreamResponse. */
        interface $Properties {

            /** RangeStreamResponse range_response */
            range_response?: (etcdserverpb.RangeResponse.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RangeStreamResponse. */
        type $Shape = etcdserverpb.RangeStreamResponse.$Properties;
    }

    /**
     * Properties of a RequestHeader.
     * @deprecated Use etcdserverpb.RequestHeader.$Properties instead.
     */
    interface IRequestHeader extends etcdserverpb.RequestHeader.$Properties {
    }

    /** Represents a RequestHeader. */
    class RequestHeader {

        /**
         * Constructs a new RequestHeader.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.RequestHeader.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RequestHeader ID. */
        ID: (number|Long);

        /** RequestHeader username. */
        username: string;

        /** RequestHeader auth_revision. */
        auth_revision: (number|Long);

        /**
         * Creates a new RequestHeader instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RequestHeader instance
         */
        static create(properties: etcdserverpb.RequestHeader.$Shape): etcdserverpb.RequestHeader & etcdserverpb.RequestHeader.$Shape;
        static create(properties?: etcdserverpb.RequestHeader.$Properties): etcdserverpb.RequestHeader;

        /**
         * Encodes the specified RequestHeader message. Does not implicitly {@link etcdserverpb.RequestHeader.verify|verify} messages.
         * @param message RequestHeader message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.RequestHeader.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RequestHeader message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.RequestHeader & etcdserverpb.RequestHeader.$Shape} RequestHeader
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.RequestHeader & etcdserverpb.RequestHeader.$Shape;
    }

    namespace RequestHeader {

        /** Properties of a RequestHeader. */
        interface $Properties {

            /** RequestHeader ID */
            ID?: (number|Long|null);

            /** RequestHeader username */
            username?: (string|null);

            /** RequestHeader auth_revision */
            auth_revision?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RequestHeader. */
        type $Shape = etcdserverpb.RequestHeader.$Properties;
    }

    /**
     * Properties of an InternalRaftRequest.
     * @deprecated Use etcdserverpb.InternalRaftRequest.$Properties instead.
     */
    interface IInternalRaftRequest extends etcdserverpb.InternalRaftRequest.$Properties {
    }

    /** Represents an InternalRaftRequest. */
    class InternalRaftRequest {

        /**
         * Constructs a new InternalRaftRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.InternalRaftRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** InternalRaftRequest header. */
        header?: (etcdserverpb.RequestHeader.$Properties|null);

        /** InternalRaftRequest ID. */
        ID: (number|Long);

        /** InternalRaftRequest range. */
        range?: (etcdserverpb.RangeRequest.$Properties|null);

        /** InternalRaftRequest put. */
        put?: (etcdserverpb.PutRequest.$Properties|null);

        /** InternalRaftRequest delete_range. */
        delete_range?: (etcdserverpb.DeleteRangeRequest.$Properties|null);

        /** InternalRaftRequest txn. */
        txn?: (etcdserverpb.TxnRequest.$Properties|null);

        /** InternalRaftRequest compaction. */
        compaction?: (etcdserverpb.CompactionRequest.$Properties|null);

        /** InternalRaftRequest lease_grant. */
        lease_grant?: (etcdserverpb.LeaseGrantRequest.$Properties|null);

        /** InternalRaftRequest lease_revoke. */
        lease_revoke?: (etcdserverpb.LeaseRevokeRequest.$Properties|null);

        /** InternalRaftRequest alarm. */
        alarm?: (etcdserverpb.AlarmRequest.$Properties|null);

        /** InternalRaftRequest lease_checkpoint. */
        lease_checkpoint?: (etcdserverpb.LeaseCheckpointRequest.$Properties|null);

        /** InternalRaftRequest auth_enable. */
        auth_enable?: (etcdserverpb.AuthEnableRequest.$Properties|null);

        /** InternalRaftRequest auth_disable. */
        auth_disable?: (etcdserverpb.AuthDisableRequest.$Properties|null);

        /** InternalRaftRequest auth_status. */
        auth_status?: (etcdserverpb.AuthStatusRequest.$Properties|null);

        /** InternalRaftRequest authenticate. */
        authenticate?: (etcdserverpb.InternalAuthenticateRequest.$Properties|null);

        /** InternalRaftRequest auth_user_add. */
        auth_user_add?: (etcdserverpb.AuthUserAddRequest.$Properties|null);

        /** InternalRaftRequest auth_user_delete. */
        auth_user_delete?: (etcdserverpb.AuthUserDeleteRequest.$Properties|null);

        /** InternalRaftRequest auth_user_get. */
        auth_user_get?: (etcdserverpb.AuthUserGetRequest.$Properties|null);

        /** InternalRaftRequest auth_user_change_password. */
        auth_user_change_password?: (etcdserverpb.AuthUserChangePasswordRequest.$Properties|null);

        /** InternalRaftRequest auth_user_grant_role. */
        auth_user_grant_role?: (etcdserverpb.AuthUserGrantRoleRequest.$Properties|null);

        /** InternalRaftRequest auth_user_revoke_role. */
        auth_user_revoke_role?: (etcdserverpb.AuthUserRevokeRoleRequest.$Properties|null);

        /** InternalRaftRequest auth_user_list. */
        auth_user_list?: (etcdserverpb.AuthUserListRequest.$Properties|null);

        /** InternalRaftRequest auth_role_list. */
        auth_role_list?: (etcdserverpb.AuthRoleListRequest.$Properties|null);

        /** InternalRaftRequest auth_role_add. */
        auth_role_add?: (etcdserverpb.AuthRoleAddRequest.$Properties|null);

        /** InternalRaftRequest auth_role_delete. */
        auth_role_delete?: (etcdserverpb.AuthRoleDeleteRequest.$Properties|null);

        /** InternalRaftRequest auth_role_get. */
        auth_role_get?: (etcdserverpb.AuthRoleGetRequest.$Properties|null);

        /** InternalRaftRequest auth_role_grant_permission. */
        auth_role_grant_permission?: (etcdserverpb.AuthRoleGrantPermissionRequest.$Properties|null);

        /** InternalRaftRequest auth_role_revoke_permission. */
        auth_role_revoke_permission?: (etcdserverpb.AuthRoleRevokePermissionRequest.$Properties|null);

        /** InternalRaftRequest cluster_version_set. */
        cluster_version_set?: (membershippb.ClusterVersionSetRequest.$Properties|null);

        /** InternalRaftRequest cluster_member_attr_set. */
        cluster_member_attr_set?: (membershippb.ClusterMemberAttrSetRequest.$Properties|null);

        /** InternalRaftRequest downgrade_info_set. */
        downgrade_info_set?: (membershippb.DowngradeInfoSetRequest.$Properties|null);

        /** InternalRaftRequest downgrade_version_test. */
        downgrade_version_test?: (etcdserverpb.DowngradeVersionTestRequest.$Properties|null);

        /**
         * Creates a new InternalRaftRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns InternalRaftRequest instance
         */
        static create(properties: etcdserverpb.InternalRaftRequest.$Shape): etcdserverpb.InternalRaftRequest & etcdserverpb.InternalRaftRequest.$Shape;
        static create(properties?: etcdserverpb.InternalRaftRequest.$Properties): etcdserverpb.InternalRaftRequest;

        /**
         * Encodes the specified InternalRaftRequest message. Does not implicitly {@link etcdserverpb.InternalRaftRequest.verify|verify} messages.
         * @param message InternalRaftRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.InternalRaftRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an InternalRaftRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.InternalRaftRequest & etcdserverpb.InternalRaftRequest.$Shape} InternalRaftRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.InternalRaftRequest & etcdserverpb.InternalRaftRequest.$Shape;
    }

    namespace InternalRaftRequest {

        /** Properties of an InternalRaftRequest. */
        interface $Properties {

            /** InternalRaftRequest header */
            header?: (etcdserverpb.RequestHeader.$Properties|null);

            /** InternalRaftRequest ID */
            ID?: (number|Long|null);

            /** InternalRaftRequest range */
            range?: (etcdserverpb.RangeRequest.$Properties|null);

            /** InternalRaftRequest put */
            put?: (etcdserverpb.PutRequest.$Properties|null);

            /** InternalRaftRequest delete_range */
            delete_range?: (etcdserverpb.DeleteRangeRequest.$Properties|null);

            /** InternalRaftRequest txn */
            txn?: (etcdserverpb.TxnRequest.$Properties|null);

            /** InternalRaftRequest compaction */
            compaction?: (etcdserverpb.CompactionRequest.$Properties|null);

            /** InternalRaftRequest lease_grant */
            lease_grant?: (etcdserverpb.LeaseGrantRequest.$Properties|null);

            /** InternalRaftRequest lease_revoke */
            lease_revoke?: (etcdserverpb.LeaseRevokeRequest.$Properties|null);

            /** InternalRaftRequest alarm */
            alarm?: (etcdserverpb.AlarmRequest.$Properties|null);

            /** InternalRaftRequest lease_checkpoint */
            lease_checkpoint?: (etcdserverpb.LeaseCheckpointRequest.$Properties|null);

            /** InternalRaftRequest auth_enable */
            auth_enable?: (etcdserverpb.AuthEnableRequest.$Properties|null);

            /** InternalRaftRequest auth_disable */
            auth_disable?: (etcdserverpb.AuthDisableRequest.$Properties|null);

            /** InternalRaftRequest auth_status */
            auth_status?: (etcdserverpb.AuthStatusRequest.$Properties|null);

            /** InternalRaftRequest authenticate */
            authenticate?: (etcdserverpb.InternalAuthenticateRequest.$Properties|null);

            /** InternalRaftRequest auth_user_add */
            auth_user_add?: (etcdserverpb.AuthUserAddRequest.$Properties|null);

            /** InternalRaftRequest auth_user_delete */
            auth_user_delete?: (etcdserverpb.AuthUserDeleteRequest.$Properties|null);

            /** InternalRaftRequest auth_user_get */
            auth_user_get?: (etcdserverpb.AuthUserGetRequest.$Properties|null);

            /** InternalRaftRequest auth_user_change_password */
            auth_user_change_password?: (etcdserverpb.AuthUserChangePasswordRequest.$Properties|null);

            /** InternalRaftRequest auth_user_grant_role */
            auth_user_grant_role?: (etcdserverpb.AuthUserGrantRoleRequest.$Properties|null);

            /** InternalRaftRequest auth_user_revoke_role */
            auth_user_revoke_role?: (etcdserverpb.AuthUserRevokeRoleRequest.$Properties|null);

            /** InternalRaftRequest auth_user_list */
            auth_user_list?: (etcdserverpb.AuthUserListRequest.$Properties|null);

            /** InternalRaftRequest auth_role_list */
            auth_role_list?: (etcdserverpb.AuthRoleListRequest.$Properties|null);

            /** InternalRaftRequest auth_role_add */
            auth_role_add?: (etcdserverpb.AuthRoleAddRequest.$Properties|null);

            /** InternalRaftRequest auth_role_delete */
            auth_role_delete?: (etcdserverpb.AuthRoleDeleteRequest.$Properties|null);

            /** InternalRaftRequest auth_role_get */
            auth_role_get?: (etcdserverpb.AuthRoleGetRequest.$Properties|null);

            /** InternalRaftRequest auth_role_grant_permission */
            auth_role_grant_permission?: (etcdserverpb.AuthRoleGrantPermissionRequest.$Properties|null);

            /** InternalRaftRequest auth_role_revoke_permission */
            auth_role_revoke_permission?: (etcdserverpb.AuthRoleRevokePermissionRequest.$Properties|null);

            /** InternalRaftRequest cluster_version_set */
            cluster_version_set?: (membershippb.ClusterVersionSetRequest.$Properties|null);

            /** InternalRaftRequest cluster_member_attr_set */
            cluster_member_attr_set?: (membershippb.ClusterMemberAttrSetRequest.$Properties|null);

            /** InternalRaftRequest downgrade_info_set */
            downgrade_info_set?: (membershippb.DowngradeInfoSetRequest.$Properties|null);

            /** InternalRaftRequest downgrade_version_test */
            downgrade_version_test?: (etcdserverpb.DowngradeVersionTestRequest.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an InternalRaftRequest. */
        type $Shape = {
          header?: etcdserverpb.RequestHeader.$Shape|null;
          ID?: number|Long|null;
          range?: etcdserverpb.RangeRequest.$Shape|null;
          put?: etcdserverpb.PutRequest.$Shape|null;
          delete_range?: etcdserverpb.DeleteRangeRequest.$Shape|null;
          txn?: etcdserverpb.TxnRequest.$Shape|null;
          compaction?: etcdserverpb.CompactionRequest.$Shape|null;
          lease_grant?: etcdserverpb.LeaseGrantRequest.$Shape|null;
          lease_revoke?: etcdserverpb.LeaseRevokeRequest.$Shape|null;
          alarm?: etcdserverpb.AlarmRequest.$Shape|null;
          lease_checkpoint?: etcdserverpb.LeaseCheckpointRequest.$Shape|null;
          auth_enable?: etcdserverpb.AuthEnableRequest.$Shape|null;
          auth_disable?: etcdserverpb.AuthDisableRequest.$Shape|null;
          auth_status?: etcdserverpb.AuthStatusRequest.$Shape|null;
          authenticate?: etcdserverpb.InternalAuthenticateRequest.$Shape|null;
          auth_user_add?: etcdserverpb.AuthUserAddRequest.$Shape|null;
          auth_user_delete?: etcdserverpb.AuthUserDeleteRequest.$Shape|null;
          auth_user_get?: etcdserverpb.AuthUserGetRequest.$Shape|null;
          auth_user_change_password?: etcdserverpb.AuthUserChangePasswordRequest.$Shape|null;
          auth_user_grant_role?: etcdserverpb.AuthUserGrantRoleRequest.$Shape|null;
          auth_user_revoke_role?: etcdserverpb.AuthUserRevokeRoleRequest.$Shape|null;
          auth_user_list?: etcdserverpb.AuthUserListRequest.$Shape|null;
          auth_role_list?: etcdserverpb.AuthRoleListRequest.$Shape|null;
          auth_role_add?: etcdserverpb.AuthRoleAddRequest.$Shape|null;
          auth_role_delete?: etcdserverpb.AuthRoleDeleteRequest.$Shape|null;
          auth_role_get?: etcdserverpb.AuthRoleGetRequest.$Shape|null;
          auth_role_grant_permission?: etcdserverpb.AuthRoleGrantPermissionRequest.$Shape|null;
          auth_role_revoke_permission?: etcdserverpb.AuthRoleRevokePermissionRequest.$Shape|null;
          cluster_version_set?: membershippb.ClusterVersionSetRequest.$Shape|null;
          cluster_member_attr_set?: membershippb.ClusterMemberAttrSetRequest.$Shape|null;
          downgrade_info_set?: membershippb.DowngradeInfoSetRequest.$Shape|null;
          downgrade_version_test?: etcdserverpb.DowngradeVersionTestRequest.$Shape|null;
          $unknowns?: Uint8Array[];
        };
    }

    /**
     * Properties of an EmptyResponse.
     * @deprecated Use etcdserverpb.EmptyResponse.$Properties instead.
     */
    interface IEmptyResponse extends etcdserverpb.EmptyResponse.$Properties {
    }

    /** Represents an EmptyResponse. */
    class EmptyResponse {

        /**
         * Constructs a new EmptyResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.EmptyResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new EmptyResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns EmptyResponse instance
         */
        static create(properties: etcdserverpb.EmptyResponse.$Shape): etcdserverpb.EmptyResponse & etcdserverpb.EmptyResponse.$Shape;
        static create(properties?: etcdserverpb.EmptyResponse.$Properties): etcdserverpb.EmptyResponse;

        /**
         * Encodes the specified EmptyResponse message. Does not implicitly {@link etcdserverpb.EmptyResponse.verify|verify} messages.
         * @param message EmptyResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.EmptyResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an EmptyResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.EmptyResponse & etcdserverpb.EmptyResponse.$Shape} EmptyResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.EmptyResponse & etcdserverpb.EmptyResponse.$Shape;
    }

    namespace EmptyResponse {

        /** Properties of an EmptyResponse. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an EmptyResponse. */
        type $Shape = etcdserverpb.EmptyResponse.$Properties;
    }

    /**
     * Properties of an InternalAuthenticateRequest.
     * @deprecated Use etcdserverpb.InternalAuthenticateRequest.$Properties instead.
     */
    interface IInternalAuthenticateRequest extends etcdserverpb.InternalAuthenticateRequest.$Properties {
    }

    /** Represents an InternalAuthenticateRequest. */
    class InternalAuthenticateRequest {

        /**
         * Constructs a new InternalAuthenticateRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: etcdserverpb.InternalAuthenticateRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** InternalAuthenticateRequest name. */
        name: string;

        /** InternalAuthenticateRequest password. */
        password: string;

        /** InternalAuthenticateRequest simple_token. */
        simple_token: string;

        /**
         * Creates a new InternalAuthenticateRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns InternalAuthenticateRequest instance
         */
        static create(properties: etcdserverpb.InternalAuthenticateRequest.$Shape): etcdserverpb.InternalAuthenticateRequest & etcdserverpb.InternalAuthenticateRequest.$Shape;
        static create(properties?: etcdserverpb.InternalAuthenticateRequest.$Properties): etcdserverpb.InternalAuthenticateRequest;

        /**
         * Encodes the specified InternalAuthenticateRequest message. Does not implicitly {@link etcdserverpb.InternalAuthenticateRequest.verify|verify} messages.
         * @param message InternalAuthenticateRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: etcdserverpb.InternalAuthenticateRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an InternalAuthenticateRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {etcdserverpb.InternalAuthenticateRequest & etcdserverpb.InternalAuthenticateRequest.$Shape} InternalAuthenticateRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): etcdserverpb.InternalAuthenticateRequest & etcdserverpb.InternalAuthenticateRequest.$Shape;
    }

    namespace InternalAuthenticateRequest {

        /** Properties of an InternalAuthenticateRequest. */
        interface $Properties {

            /** InternalAuthenticateRequest name */
            name?: (string|null);

            /** InternalAuthenticateRequest password */
            password?: (string|null);

            /** InternalAuthenticateRequest simple_token */
            simple_token?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an InternalAuthenticateRequest. */
        type $Shape = etcdserverpb.InternalAuthenticateRequest.$Properties;
    }
}

/** Namespace mvccpb. */
export namespace mvccpb {

    /**
     * Properties of a KeyValue.
     * @deprecated Use mvccpb.KeyValue.$Properties instead.
     */
    interface IKeyValue extends mvccpb.KeyValue.$Properties {
    }

    /** Represents a KeyValue. */
    class KeyValue {

        /**
         * Constructs a new KeyValue.
         * @param [properties] Properties to set
         */
        constructor(properties?: mvccpb.KeyValue.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** KeyValue key. */
        key: Uint8Array;

        /** KeyValue create_revision. */
        create_revision: (number|Long);

        /** KeyValue mod_revision. */
        mod_revision: (number|Long);

        /** KeyValue version. */
        version: (number|Long);

        /** KeyValue value. */
        value: Uint8Array;

        /** KeyValue lease. */
        lease: (number|Long);

        /**
         * Creates a new KeyValue instance using the specified properties.
         * @param [properties] Properties to set
         * @returns KeyValue instance
         */
        static create(properties: mvccpb.KeyValue.$Shape): mvccpb.KeyValue & mvccpb.KeyValue.$Shape;
        static create(properties?: mvccpb.KeyValue.$Properties): mvccpb.KeyValue;

        /**
         * Encodes the specified KeyValue message. Does not implicitly {@link mvccpb.KeyValue.verify|verify} messages.
         * @param message KeyValue message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: mvccpb.KeyValue.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a KeyValue message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {mvccpb.KeyValue & mvccpb.KeyValue.$Shape} KeyValue
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): mvccpb.KeyValue & mvccpb.KeyValue.$Shape;
    }

    namespace KeyValue {

        /** Properties of a KeyValue. */
        interface $Properties {

            /** KeyValue key */
            key?: (Uint8Array|null);

            /** KeyValue create_revision */
            create_revision?: (number|Long|null);

            /** KeyValue mod_revision */
            mod_revision?: (number|Long|null);

            /** KeyValue version */
            version?: (number|Long|null);

            /** KeyValue value */
            value?: (Uint8Array|null);

            /** KeyValue lease */
            lease?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a KeyValue. */
        type $Shape = mvccpb.KeyValue.$Properties;
    }

    /**
     * Properties of an Event.
     * @deprecated Use mvccpb.Event.$Properties instead.
     */
    interface IEvent extends mvccpb.Event.$Properties {
    }

    /** Represents an Event. */
    class Event {

        /**
         * Constructs a new Event.
         * @param [properties] Properties to set
         */
        constructor(properties?: mvccpb.Event.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Event type. */
        type: mvccpb.Event.EventType;

        /** Event kv. */
        kv?: (mvccpb.KeyValue.$Properties|null);

        /** Event prev_kv. */
        prev_kv?: (mvccpb.KeyValue.$Properties|null);

        /**
         * Creates a new Event instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Event instance
         */
        static create(properties: mvccpb.Event.$Shape): mvccpb.Event & mvccpb.Event.$Shape;
        static create(properties?: mvccpb.Event.$Properties): mvccpb.Event;

        /**
         * Encodes the specified Event message. Does not implicitly {@link mvccpb.Event.verify|verify} messages.
         * @param message Event message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: mvccpb.Event.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Event message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {mvccpb.Event & mvccpb.Event.$Shape} Event
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): mvccpb.Event & mvccpb.Event.$Shape;
    }

    namespace Event {

        /** Properties of an Event. */
        interface $Properties {

            /** Event type */
            type?: (mvccpb.Event.EventType|null);

            /** Event kv */
            kv?: (mvccpb.KeyValue.$Properties|null);

            /** Event prev_kv */
            prev_kv?: (mvccpb.KeyValue.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Event. */
        type $Shape = mvccpb.Event.$Properties;

        /** EventType enum. */
        enum EventType {

            /** PUT value */
            PUT = 0,

            /** DELETE value */
            DELETE = 1
        }
    }
}

/** Namespace authpb. */
export namespace authpb {

    /**
     * Properties of a UserAddOptions.
     * @deprecated Use authpb.UserAddOptions.$Properties instead.
     */
    interface IUserAddOptions extends authpb.UserAddOptions.$Properties {
    }

    /** Represents a UserAddOptions. */
    class UserAddOptions {

        /**
         * Constructs a new UserAddOptions.
         * @param [properties] Properties to set
         */
        constructor(properties?: authpb.UserAddOptions.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** UserAddOptions no_password. */
        no_password: boolean;

        /**
         * Creates a new UserAddOptions instance using the specified properties.
         * @param [properties] Properties to set
         * @returns UserAddOptions instance
         */
        static create(properties: authpb.UserAddOptions.$Shape): authpb.UserAddOptions & authpb.UserAddOptions.$Shape;
        static create(properties?: authpb.UserAddOptions.$Properties): authpb.UserAddOptions;

        /**
         * Encodes the specified UserAddOptions message. Does not implicitly {@link authpb.UserAddOptions.verify|verify} messages.
         * @param message UserAddOptions message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: authpb.UserAddOptions.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a UserAddOptions message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {authpb.UserAddOptions & authpb.UserAddOptions.$Shape} UserAddOptions
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): authpb.UserAddOptions & authpb.UserAddOptions.$Shape;
    }

    namespace UserAddOptions {

        /** Properties of a UserAddOptions. */
        interface $Properties {

            /** UserAddOptions no_password */
            no_password?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a UserAddOptions. */
        type $Shape = authpb.UserAddOptions.$Properties;
    }

    /**
     * Properties of a User.
     * @deprecated Use authpb.User.$Properties instead.
     */
    interface IUser extends authpb.User.$Properties {
    }

    /** Represents a User. */
    class User {

        /**
         * Constructs a new User.
         * @param [properties] Properties to set
         */
        constructor(properties?: authpb.User.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** User name. */
        name: Uint8Array;

        /** User password. */
        password: Uint8Array;

        /** User roles. */
        roles: string[];

        /** User options. */
        options?: (authpb.UserAddOptions.$Properties|null);

        /**
         * Creates a new User instance using the specified properties.
         * @param [properties] Properties to set
         * @returns User instance
         */
        static create(properties: authpb.User.$Shape): authpb.User & authpb.User.$Shape;
        static create(properties?: authpb.User.$Properties): authpb.User;

        /**
         * Encodes the specified User message. Does not implicitly {@link authpb.User.verify|verify} messages.
         * @param message User message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: authpb.User.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a User message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {authpb.User & authpb.User.$Shape} User
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): authpb.User & authpb.User.$Shape;
    }

    namespace User {

        /** Properties of a User. */
        interface $Properties {

            /** User name */
            name?: (Uint8Array|null);

            /** User password */
            password?: (Uint8Array|null);

            /** User roles */
            roles?: (string[]|null);

            /** User options */
            options?: (authpb.UserAddOptions.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a User. */
        type $Shape = authpb.User.$Properties;
    }

    /**
     * Properties of a Permission.
     * @deprecated Use authpb.Permission.$Properties instead.
     */
    interface IPermission extends authpb.Permission.$Properties {
    }

    /** Represents a Permission. */
    class Permission {

        /**
         * Constructs a new Permission.
         * @param [properties] Properties to set
         */
        constructor(properties?: authpb.Permission.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Permission permType. */
        permType: authpb.Permission.Type;

        /** Permission key. */
        key: Uint8Array;

        /** Permission range_end. */
        range_end: Uint8Array;

        /**
         * Creates a new Permission instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Permission instance
         */
        static create(properties: authpb.Permission.$Shape): authpb.Permission & authpb.Permission.$Shape;
        static create(properties?: authpb.Permission.$Properties): authpb.Permission;

        /**
         * Encodes the specified Permission message. Does not implicitly {@link authpb.Permission.verify|verify} messages.
         * @param message Permission message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: authpb.Permission.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Permission message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {authpb.Permission & authpb.Permission.$Shape} Permission
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): authpb.Permission & authpb.Permission.$Shape;
    }

    namespace Permission {

        /** Properties of a Permission. */
        interface $Properties {

            /** Permission permType */
            permType?: (authpb.Permission.Type|null);

            /** Permission key */
            key?: (Uint8Array|null);

            /** Permission range_end */
            range_end?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Permission. */
        type $Shape = authpb.Permission.$Properties;

        /** Type enum. */
        enum Type {

            /** READ value */
            READ = 0,

            /** WRITE value */
            WRITE = 1,

            /** READWRITE value */
            READWRITE = 2
        }
    }

    /**
     * Properties of a Role.
     * @deprecated Use authpb.Role.$Properties instead.
     */
    interface IRole extends authpb.Role.$Properties {
    }

    /** Represents a Role. */
    class Role {

        /**
         * Constructs a new Role.
         * @param [properties] Properties to set
         */
        constructor(properties?: authpb.Role.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Role name. */
        name: Uint8Array;

        /** Role keyPermission. */
        keyPermission: authpb.Permission.$Properties[];

        /**
         * Creates a new Role instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Role instance
         */
        static create(properties: authpb.Role.$Shape): authpb.Role & authpb.Role.$Shape;
        static create(properties?: authpb.Role.$Properties): authpb.Role;

        /**
         * Encodes the specified Role message. Does not implicitly {@link authpb.Role.verify|verify} messages.
         * @param message Role message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: authpb.Role.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Role message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {authpb.Role & authpb.Role.$Shape} Role
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): authpb.Role & authpb.Role.$Shape;
    }

    namespace Role {

        /** Properties of a Role. */
        interface $Properties {

            /** Role name */
            name?: (Uint8Array|null);

            /** Role keyPermission */
            keyPermission?: (authpb.Permission.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Role. */
        type $Shape = authpb.Role.$Properties;
    }
}

/** Namespace v3electionpb. */
export namespace v3electionpb {

    /**
     * Properties of a CampaignRequest.
     * @deprecated Use v3electionpb.CampaignRequest.$Properties instead.
     */
    interface ICampaignRequest extends v3electionpb.CampaignRequest.$Properties {
    }

    /** Represents a CampaignRequest. */
    class CampaignRequest {

        /**
         * Constructs a new CampaignRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: v3electionpb.CampaignRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CampaignRequest name. */
        name: Uint8Array;

        /** CampaignRequest lease. */
        lease: (number|Long);

        /** CampaignRequest value. */
        value: Uint8Array;

        /**
         * Creates a new CampaignRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns CampaignRequest instance
         */
        static create(properties: v3electionpb.CampaignRequest.$Shape): v3electionpb.CampaignRequest & v3electionpb.CampaignRequest.$Shape;
        static create(properties?: v3electionpb.CampaignRequest.$Properties): v3electionpb.CampaignRequest;

        /**
         * Encodes the specified CampaignRequest message. Does not implicitly {@link v3electionpb.CampaignRequest.verify|verify} messages.
         * @param message CampaignRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: v3electionpb.CampaignRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CampaignRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {v3electionpb.CampaignRequest & v3electionpb.CampaignRequest.$Shape} CampaignRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): v3electionpb.CampaignRequest & v3electionpb.CampaignRequest.$Shape;
    }

    namespace CampaignRequest {

        /** Properties of a CampaignRequest. */
        interface $Properties {

            /** CampaignRequest name */
            name?: (Uint8Array|null);

            /** CampaignRequest lease */
            lease?: (number|Long|null);

            /** CampaignRequest value */
            value?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CampaignRequest. */
        type $Shape = v3electionpb.CampaignRequest.$Properties;
    }

    /**
     * Properties of a CampaignResponse.
     * @deprecated Use v3electionpb.CampaignResponse.$Properties instead.
     */
    interface ICampaignResponse extends v3electionpb.CampaignResponse.$Properties {
    }

    /** Represents a CampaignResponse. */
    class CampaignResponse {

        /**
         * Constructs a new CampaignResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: v3electionpb.CampaignResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CampaignResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** CampaignResponse leader. */
        leader?: (v3electionpb.LeaderKey.$Properties|null);

        /**
         * Creates a new CampaignResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns CampaignResponse instance
         */
        static create(properties: v3electionpb.CampaignResponse.$Shape): v3electionpb.CampaignResponse & v3electionpb.CampaignResponse.$Shape;
        static create(properties?: v3electionpb.CampaignResponse.$Properties): v3electionpb.CampaignResponse;

        /**
         * Encodes the specified CampaignResponse message. Does not implicitly {@link v3electionpb.CampaignResponse.verify|verify} messages.
         * @param message CampaignResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: v3electionpb.CampaignResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CampaignResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {v3electionpb.CampaignResponse & v3electionpb.CampaignResponse.$Shape} CampaignResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): v3electionpb.CampaignResponse & v3electionpb.CampaignResponse.$Shape;
    }

    namespace CampaignResponse {

        /** Properties of a CampaignResponse. */
        interface $Properties {

            /** CampaignResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** CampaignResponse leader */
            leader?: (v3electionpb.LeaderKey.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CampaignResponse. */
        type $Shape = v3electionpb.CampaignResponse.$Properties;
    }

    /**
     * Properties of a LeaderKey.
     * @deprecated Use v3electionpb.LeaderKey.$Properties instead.
     */
    interface ILeaderKey extends v3electionpb.LeaderKey.$Properties {
    }

    /** Represents a LeaderKey. */
    class LeaderKey {

        /**
         * Constructs a new LeaderKey.
         * @param [properties] Properties to set
         */
        constructor(properties?: v3electionpb.LeaderKey.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaderKey name. */
        name: Uint8Array;

        /** LeaderKey key. */
        key: Uint8Array;

        /** LeaderKey rev. */
        rev: (number|Long);

        /** LeaderKey lease. */
        lease: (number|Long);

        /**
         * Creates a new LeaderKey instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaderKey instance
         */
        static create(properties: v3electionpb.LeaderKey.$Shape): v3electionpb.LeaderKey & v3electionpb.LeaderKey.$Shape;
        static create(properties?: v3electionpb.LeaderKey.$Properties): v3electionpb.LeaderKey;

        /**
         * Encodes the specified LeaderKey message. Does not implicitly {@link v3electionpb.LeaderKey.verify|verify} messages.
         * @param message LeaderKey message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: v3electionpb.LeaderKey.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaderKey message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {v3electionpb.LeaderKey & v3electionpb.LeaderKey.$Shape} LeaderKey
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): v3electionpb.LeaderKey & v3electionpb.LeaderKey.$Shape;
    }

    namespace LeaderKey {

        /** Properties of a LeaderKey. */
        interface $Properties {

            /** LeaderKey name */
            name?: (Uint8Array|null);

            /** LeaderKey key */
            key?: (Uint8Array|null);

            /** LeaderKey rev */
            rev?: (number|Long|null);

            /** LeaderKey lease */
            lease?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaderKey. */
        type $Shape = v3electionpb.LeaderKey.$Properties;
    }

    /**
     * Properties of a LeaderRequest.
     * @deprecated Use v3electionpb.LeaderRequest.$Properties instead.
     */
    interface ILeaderRequest extends v3electionpb.LeaderRequest.$Properties {
    }

    /** Represents a LeaderRequest. */
    class LeaderRequest {

        /**
         * Constructs a new LeaderRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: v3electionpb.LeaderRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaderRequest name. */
        name: Uint8Array;

        /**
         * Creates a new LeaderRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaderRequest instance
         */
        static create(properties: v3electionpb.LeaderRequest.$Shape): v3electionpb.LeaderRequest & v3electionpb.LeaderRequest.$Shape;
        static create(properties?: v3electionpb.LeaderRequest.$Properties): v3electionpb.LeaderRequest;

        /**
         * Encodes the specified LeaderRequest message. Does not implicitly {@link v3electionpb.LeaderRequest.verify|verify} messages.
         * @param message LeaderRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: v3electionpb.LeaderRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaderRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {v3electionpb.LeaderRequest & v3electionpb.LeaderRequest.$Shape} LeaderRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): v3electionpb.LeaderRequest & v3electionpb.LeaderRequest.$Shape;
    }

    namespace LeaderRequest {

        /** Properties of a LeaderRequest. */
        interface $Properties {

            /** LeaderRequest name */
            name?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaderRequest. */
        type $Shape = v3electionpb.LeaderRequest.$Properties;
    }

    /**
     * Properties of a LeaderResponse.
     * @deprecated Use v3electionpb.LeaderResponse.$Properties instead.
     */
    interface ILeaderResponse extends v3electionpb.LeaderResponse.$Properties {
    }

    /** Represents a LeaderResponse. */
    class LeaderResponse {

        /**
         * Constructs a new LeaderResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: v3electionpb.LeaderResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaderResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** LeaderResponse kv. */
        kv?: (mvccpb.KeyValue.$Properties|null);

        /**
         * Creates a new LeaderResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaderResponse instance
         */
        static create(properties: v3electionpb.LeaderResponse.$Shape): v3electionpb.LeaderResponse & v3electionpb.LeaderResponse.$Shape;
        static create(properties?: v3electionpb.LeaderResponse.$Properties): v3electionpb.LeaderResponse;

        /**
         * Encodes the specified LeaderResponse message. Does not implicitly {@link v3electionpb.LeaderResponse.verify|verify} messages.
         * @param message LeaderResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: v3electionpb.LeaderResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaderResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {v3electionpb.LeaderResponse & v3electionpb.LeaderResponse.$Shape} LeaderResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): v3electionpb.LeaderResponse & v3electionpb.LeaderResponse.$Shape;
    }

    namespace LeaderResponse {

        /** Properties of a LeaderResponse. */
        interface $Properties {

            /** LeaderResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** LeaderResponse kv */
            kv?: (mvccpb.KeyValue.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaderResponse. */
        type $Shape = v3electionpb.LeaderResponse.$Properties;
    }

    /**
     * Properties of a ResignRequest.
     * @deprecated Use v3electionpb.ResignRequest.$Properties instead.
     */
    interface IResignRequest extends v3electionpb.ResignRequest.$Properties {
    }

    /** Represents a ResignRequest. */
    class ResignRequest {

        /**
         * Constructs a new ResignRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: v3electionpb.ResignRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ResignRequest leader. */
        leader?: (v3electionpb.LeaderKey.$Properties|null);

        /**
         * Creates a new ResignRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ResignRequest instance
         */
        static create(properties: v3electionpb.ResignRequest.$Shape): v3electionpb.ResignRequest & v3electionpb.ResignRequest.$Shape;
        static create(properties?: v3electionpb.ResignRequest.$Properties): v3electionpb.ResignRequest;

        /**
         * Encodes the specified ResignRequest message. Does not implicitly {@link v3electionpb.ResignRequest.verify|verify} messages.
         * @param message ResignRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: v3electionpb.ResignRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ResignRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {v3electionpb.ResignRequest & v3electionpb.ResignRequest.$Shape} ResignRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): v3electionpb.ResignRequest & v3electionpb.ResignRequest.$Shape;
    }

    namespace ResignRequest {

        /** Properties of a ResignRequest. */
        interface $Properties {

            /** ResignRequest leader */
            leader?: (v3electionpb.LeaderKey.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ResignRequest. */
        type $Shape = v3electionpb.ResignRequest.$Properties;
    }

    /**
     * Properties of a ResignResponse.
     * @deprecated Use v3electionpb.ResignResponse.$Properties instead.
     */
    interface IResignResponse extends v3electionpb.ResignResponse.$Properties {
    }

    /** Represents a ResignResponse. */
    class ResignResponse {

        /**
         * Constructs a new ResignResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: v3electionpb.ResignResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ResignResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new ResignResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ResignResponse instance
         */
        static create(properties: v3electionpb.ResignResponse.$Shape): v3electionpb.ResignResponse & v3electionpb.ResignResponse.$Shape;
        static create(properties?: v3electionpb.ResignResponse.$Properties): v3electionpb.ResignResponse;

        /**
         * Encodes the specified ResignResponse message. Does not implicitly {@link v3electionpb.ResignResponse.verify|verify} messages.
         * @param message ResignResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: v3electionpb.ResignResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ResignResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {v3electionpb.ResignResponse & v3electionpb.ResignResponse.$Shape} ResignResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): v3electionpb.ResignResponse & v3electionpb.ResignResponse.$Shape;
    }

    namespace ResignResponse {

        /** Properties of a ResignResponse. */
        interface $Properties {

            /** ResignResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ResignResponse. */
        type $Shape = v3electionpb.ResignResponse.$Properties;
    }

    /**
     * Properties of a ProclaimRequest.
     * @deprecated Use v3electionpb.ProclaimRequest.$Properties instead.
     */
    interface IProclaimRequest extends v3electionpb.ProclaimRequest.$Properties {
    }

    /** Represents a ProclaimRequest. */
    class ProclaimRequest {

        /**
         * Constructs a new ProclaimRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: v3electionpb.ProclaimRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ProclaimRequest leader. */
        leader?: (v3electionpb.LeaderKey.$Properties|null);

        /** ProclaimRequest value. */
        value: Uint8Array;

        /**
         * Creates a new ProclaimRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ProclaimRequest instance
         */
        static create(properties: v3electionpb.ProclaimRequest.$Shape): v3electionpb.ProclaimRequest & v3electionpb.ProclaimRequest.$Shape;
        static create(properties?: v3electionpb.ProclaimRequest.$Properties): v3electionpb.ProclaimRequest;

        /**
         * Encodes the specified ProclaimRequest message. Does not implicitly {@link v3electionpb.ProclaimRequest.verify|verify} messages.
         * @param message ProclaimRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: v3electionpb.ProclaimRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ProclaimRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {v3electionpb.ProclaimRequest & v3electionpb.ProclaimRequest.$Shape} ProclaimRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): v3electionpb.ProclaimRequest & v3electionpb.ProclaimRequest.$Shape;
    }

    namespace ProclaimRequest {

        /** Properties of a ProclaimRequest. */
        interface $Properties {

            /** ProclaimRequest leader */
            leader?: (v3electionpb.LeaderKey.$Properties|null);

            /** ProclaimRequest value */
            value?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ProclaimRequest. */
        type $Shape = v3electionpb.ProclaimRequest.$Properties;
    }

    /**
     * Properties of a ProclaimResponse.
     * @deprecated Use v3electionpb.ProclaimResponse.$Properties instead.
     */
    interface IProclaimResponse extends v3electionpb.ProclaimResponse.$Properties {
    }

    /** Represents a ProclaimResponse. */
    class ProclaimResponse {

        /**
         * Constructs a new ProclaimResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: v3electionpb.ProclaimResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ProclaimResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new ProclaimResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ProclaimResponse instance
         */
        static create(properties: v3electionpb.ProclaimResponse.$Shape): v3electionpb.ProclaimResponse & v3electionpb.ProclaimResponse.$Shape;
        static create(properties?: v3electionpb.ProclaimResponse.$Properties): v3electionpb.ProclaimResponse;

        /**
         * Encodes the specified ProclaimResponse message. Does not implicitly {@link v3electionpb.ProclaimResponse.verify|verify} messages.
         * @param message ProclaimResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: v3electionpb.ProclaimResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ProclaimResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {v3electionpb.ProclaimResponse & v3electionpb.ProclaimResponse.$Shape} ProclaimResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): v3electionpb.ProclaimResponse & v3electionpb.ProclaimResponse.$Shape;
    }

    namespace ProclaimResponse {

        /** Properties of a ProclaimResponse. */
        interface $Properties {

            /** ProclaimResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ProclaimResponse. */
        type $Shape = v3electionpb.ProclaimResponse.$Properties;
    }
}

/** Namespace v3lockpb. */
export namespace v3lockpb {

    /**
     * Properties of a LockRequest.
     * @deprecated Use v3lockpb.LockRequest.$Properties instead.
     */
    interface ILockRequest extends v3lockpb.LockRequest.$Properties {
    }

    /** Represents a LockRequest. */
    class LockRequest {

        /**
         * Constructs a new LockRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: v3lockpb.LockRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LockRequest name. */
        name: Uint8Array;

        /** LockRequest lease. */
        lease: (number|Long);

        /**
         * Creates a new LockRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LockRequest instance
         */
        static create(properties: v3lockpb.LockRequest.$Shape): v3lockpb.LockRequest & v3lockpb.LockRequest.$Shape;
        static create(properties?: v3lockpb.LockRequest.$Properties): v3lockpb.LockRequest;

        /**
         * Encodes the specified LockRequest message. Does not implicitly {@link v3lockpb.LockRequest.verify|verify} messages.
         * @param message LockRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: v3lockpb.LockRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LockRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {v3lockpb.LockRequest & v3lockpb.LockRequest.$Shape} LockRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): v3lockpb.LockRequest & v3lockpb.LockRequest.$Shape;
    }

    namespace LockRequest {

        /** Properties of a LockRequest. */
        interface $Properties {

            /** LockRequest name */
            name?: (Uint8Array|null);

            /** LockRequest lease */
            lease?: (number|Long|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LockRequest. */
        type $Shape = v3lockpb.LockRequest.$Properties;
    }

    /**
     * Properties of a LockResponse.
     * @deprecated Use v3lockpb.LockResponse.$Properties instead.
     */
    interface ILockResponse extends v3lockpb.LockResponse.$Properties {
    }

    /** Represents a LockResponse. */
    class LockResponse {

        /**
         * Constructs a new LockResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: v3lockpb.LockResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LockResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /** LockResponse key. */
        key: Uint8Array;

        /**
         * Creates a new LockResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LockResponse instance
         */
        static create(properties: v3lockpb.LockResponse.$Shape): v3lockpb.LockResponse & v3lockpb.LockResponse.$Shape;
        static create(properties?: v3lockpb.LockResponse.$Properties): v3lockpb.LockResponse;

        /**
         * Encodes the specified LockResponse message. Does not implicitly {@link v3lockpb.LockResponse.verify|verify} messages.
         * @param message LockResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: v3lockpb.LockResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LockResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {v3lockpb.LockResponse & v3lockpb.LockResponse.$Shape} LockResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): v3lockpb.LockResponse & v3lockpb.LockResponse.$Shape;
    }

    namespace LockResponse {

        /** Properties of a LockResponse. */
        interface $Properties {

            /** LockResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** LockResponse key */
            key?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LockResponse. */
        type $Shape = v3lockpb.LockResponse.$Properties;
    }

    /**
     * Properties of an UnlockRequest.
     * @deprecated Use v3lockpb.UnlockRequest.$Properties instead.
     */
    interface IUnlockRequest extends v3lockpb.UnlockRequest.$Properties {
    }

    /** Represents an UnlockRequest. */
    class UnlockRequest {

        /**
         * Constructs a new UnlockRequest.
         * @param [properties] Properties to set
         */
        constructor(properties?: v3lockpb.UnlockRequest.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** UnlockRequest key. */
        key: Uint8Array;

        /**
         * Creates a new UnlockRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns UnlockRequest instance
         */
        static create(properties: v3lockpb.UnlockRequest.$Shape): v3lockpb.UnlockRequest & v3lockpb.UnlockRequest.$Shape;
        static create(properties?: v3lockpb.UnlockRequest.$Properties): v3lockpb.UnlockRequest;

        /**
         * Encodes the specified UnlockRequest message. Does not implicitly {@link v3lockpb.UnlockRequest.verify|verify} messages.
         * @param message UnlockRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: v3lockpb.UnlockRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an UnlockRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {v3lockpb.UnlockRequest & v3lockpb.UnlockRequest.$Shape} UnlockRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): v3lockpb.UnlockRequest & v3lockpb.UnlockRequest.$Shape;
    }

    namespace UnlockRequest {

        /** Properties of an UnlockRequest. */
        interface $Properties {

            /** UnlockRequest key */
            key?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an UnlockRequest. */
        type $Shape = v3lockpb.UnlockRequest.$Properties;
    }

    /**
     * Properties of an UnlockResponse.
     * @deprecated Use v3lockpb.UnlockResponse.$Properties instead.
     */
    interface IUnlockResponse extends v3lockpb.UnlockResponse.$Properties {
    }

    /** Represents an UnlockResponse. */
    class UnlockResponse {

        /**
         * Constructs a new UnlockResponse.
         * @param [properties] Properties to set
         */
        constructor(properties?: v3lockpb.UnlockResponse.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** UnlockResponse header. */
        header?: (etcdserverpb.ResponseHeader.$Properties|null);

        /**
         * Creates a new UnlockResponse instance using the specified properties.
         * @param [properties] Properties to set
         * @returns UnlockResponse instance
         */
        static create(properties: v3lockpb.UnlockResponse.$Shape): v3lockpb.UnlockResponse & v3lockpb.UnlockResponse.$Shape;
        static create(properties?: v3lockpb.UnlockResponse.$Properties): v3lockpb.UnlockResponse;

        /**
         * Encodes the specified UnlockResponse message. Does not implicitly {@link v3lockpb.UnlockResponse.verify|verify} messages.
         * @param message UnlockResponse message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: v3lockpb.UnlockResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an UnlockResponse message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {v3lockpb.UnlockResponse & v3lockpb.UnlockResponse.$Shape} UnlockResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): v3lockpb.UnlockResponse & v3lockpb.UnlockResponse.$Shape;
    }

    namespace UnlockResponse {

        /** Properties of an UnlockResponse. */
        interface $Properties {

            /** UnlockResponse header */
            header?: (etcdserverpb.ResponseHeader.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an UnlockResponse. */
        type $Shape = v3lockpb.UnlockResponse.$Properties;
    }
}

/** Namespace grpc. */
export namespace grpc {

    /** Namespace health. */
    namespace health {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a HealthCheckRequest.
             * @deprecated Use grpc.health.v1.HealthCheckRequest.$Properties instead.
             */
            interface IHealthCheckRequest extends grpc.health.v1.HealthCheckRequest.$Properties {
            }

            /** Represents a HealthCheckRequest. */
            class HealthCheckRequest {

                /**
                 * Constructs a new HealthCheckRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: grpc.health.v1.HealthCheckRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** HealthCheckRequest service. */
                service: string;

                /**
                 * Creates a new HealthCheckRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns HealthCheckRequest instance
                 */
                static create(properties: grpc.health.v1.HealthCheckRequest.$Shape): grpc.health.v1.HealthCheckRequest & grpc.health.v1.HealthCheckRequest.$Shape;
                static create(properties?: grpc.health.v1.HealthCheckRequest.$Properties): grpc.health.v1.HealthCheckRequest;

                /**
                 * Encodes the specified HealthCheckRequest message. Does not implicitly {@link grpc.health.v1.HealthCheckRequest.verify|verify} messages.
                 * @param message HealthCheckRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: grpc.health.v1.HealthCheckRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a HealthCheckRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {grpc.health.v1.HealthCheckRequest & grpc.health.v1.HealthCheckRequest.$Shape} HealthCheckRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): grpc.health.v1.HealthCheckRequest & grpc.health.v1.HealthCheckRequest.$Shape;
            }

            namespace HealthCheckRequest {

                /** Properties of a HealthCheckRequest. */
                interface $Properties {

                    /** HealthCheckRequest service */
                    service?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a HealthCheckRequest. */
                type $Shape = grpc.health.v1.HealthCheckRequest.$Properties;
            }

            /**
             * Properties of a HealthCheckResponse.
             * @deprecated Use grpc.health.v1.HealthCheckResponse.$Properties instead.
             */
            interface IHealthCheckResponse extends grpc.health.v1.HealthCheckResponse.$Properties {
            }

            /** Represents a HealthCheckResponse. */
            class HealthCheckResponse {

                /**
                 * Constructs a new HealthCheckResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: grpc.health.v1.HealthCheckResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** HealthCheckResponse status. */
                status: grpc.health.v1.HealthCheckResponse.ServingStatus;

                /**
                 * Creates a new HealthCheckResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns HealthCheckResponse instance
                 */
                static create(properties: grpc.health.v1.HealthCheckResponse.$Shape): grpc.health.v1.HealthCheckResponse & grpc.health.v1.HealthCheckResponse.$Shape;
                static create(properties?: grpc.health.v1.HealthCheckResponse.$Properties): grpc.health.v1.HealthCheckResponse;

                /**
                 * Encodes the specified HealthCheckResponse message. Does not implicitly {@link grpc.health.v1.HealthCheckResponse.verify|verify} messages.
                 * @param message HealthCheckResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: grpc.health.v1.HealthCheckResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a HealthCheckResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {grpc.health.v1.HealthCheckResponse & grpc.health.v1.HealthCheckResponse.$Shape} HealthCheckResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): grpc.health.v1.HealthCheckResponse & grpc.health.v1.HealthCheckResponse.$Shape;
            }

            namespace HealthCheckResponse {

                /** Properties of a HealthCheckResponse. */
                interface $Properties {

                    /** HealthCheckResponse status */
                    status?: (grpc.health.v1.HealthCheckResponse.ServingStatus|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a HealthCheckResponse. */
                type $Shape = grpc.health.v1.HealthCheckResponse.$Properties;

                /** ServingStatus enum. */
                enum ServingStatus {

                    /** UNKNOWN value */
                    UNKNOWN = 0,

                    /** SERVING value */
                    SERVING = 1,

                    /** NOT_SERVING value */
                    NOT_SERVING = 2,

                    /** SERVICE_UNKNOWN value */
                    SERVICE_UNKNOWN = 3
                }
            }
        }
    }

    /** Namespace reflection. */
    namespace reflection {

        /** Namespace v1. */
        namespace v1 {

            /**
             * Properties of a ServerReflectionRequest.
             * @deprecated Use grpc.reflection.v1.ServerReflectionRequest.$Properties instead.
             */
            interface IServerReflectionRequest extends grpc.reflection.v1.ServerReflectionRequest.$Properties {
            }

            /** Represents a ServerReflectionRequest. */
            class ServerReflectionRequest {

                /**
                 * Constructs a new ServerReflectionRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: grpc.reflection.v1.ServerReflectionRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ServerReflectionRequest host. */
                host: string;

                /** ServerReflectionRequest file_by_filename. */
                file_by_filename?: (string|null);

                /** ServerReflectionRequest file_containing_symbol. */
                file_containing_symbol?: (string|null);

                /** ServerReflectionRequest file_containing_extension. */
                file_containing_extension?: (grpc.reflection.v1.ExtensionRequest.$Properties|null);

                /** ServerReflectionRequest all_extension_numbers_of_type. */
                all_extension_numbers_of_type?: (string|null);

                /** ServerReflectionRequest list_services. */
                list_services?: (string|null);

                /** ServerReflectionRequest message_request. */
                message_request?: ("file_by_filename"|"file_containing_symbol"|"file_containing_extension"|"all_extension_numbers_of_type"|"list_services");

                /**
                 * Creates a new ServerReflectionRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ServerReflectionRequest instance
                 */
                static create(properties: grpc.reflection.v1.ServerReflectionRequest.$Shape): grpc.reflection.v1.ServerReflectionRequest & grpc.reflection.v1.ServerReflectionRequest.$Shape;
                static create(properties?: grpc.reflection.v1.ServerReflectionRequest.$Properties): grpc.reflection.v1.ServerReflectionRequest;

                /**
                 * Encodes the specified ServerReflectionRequest message. Does not implicitly {@link grpc.reflection.v1.ServerReflectionRequest.verify|verify} messages.
                 * @param message ServerReflectionRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: grpc.reflection.v1.ServerReflectionRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ServerReflectionRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {grpc.reflection.v1.ServerReflectionRequest & grpc.reflection.v1.ServerReflectionRequest.$Shape} ServerReflectionRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): grpc.reflection.v1.ServerReflectionRequest & grpc.reflection.v1.ServerReflectionRequest.$Shape;
            }

            namespace ServerReflectionRequest {

                /** Properties of a ServerReflectionRequest. */
                interface $Properties {

                    /** ServerReflectionRequest host */
                    host?: (string|null);

                    /** ServerReflectionRequest file_by_filename */
                    file_by_filename?: (string|null);

                    /** ServerReflectionRequest file_containing_symbol */
                    file_containing_symbol?: (string|null);

                    /** ServerReflectionRequest file_containing_extension */
                    file_containing_extension?: (grpc.reflection.v1.ExtensionRequest.$Properties|null);

                    /** ServerReflectionRequest all_extension_numbers_of_type */
                    all_extension_numbers_of_type?: (string|null);

                    /** ServerReflectionRequest list_services */
                    list_services?: (string|null);

                    /** ServerReflectionRequest message_request */
                    message_request?: ("file_by_filename"|"file_containing_symbol"|"file_containing_extension"|"all_extension_numbers_of_type"|"list_services");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a ServerReflectionRequest. */
                type $Shape = {
                  host?: string|null;
                  file_by_filename?: string|null;
                  file_containing_symbol?: string|null;
                  file_containing_extension?: grpc.reflection.v1.ExtensionRequest.$Shape|null;
                  all_extension_numbers_of_type?: string|null;
                  list_services?: string|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ message_request?: undefined; file_by_filename?: null; file_containing_symbol?: null; file_containing_extension?: null; all_extension_numbers_of_type?: null; list_services?: null }|{ message_request?: "file_by_filename"; file_by_filename: string; file_containing_symbol?: null; file_containing_extension?: null; all_extension_numbers_of_type?: null; list_services?: null }|{ message_request?: "file_containing_symbol"; file_by_filename?: null; file_containing_symbol: string; file_containing_extension?: null; all_extension_numbers_of_type?: null; list_services?: null }|{ message_request?: "file_containing_extension"; file_by_filename?: null; file_containing_symbol?: null; file_containing_extension: grpc.reflection.v1.ExtensionRequest.$Shape; all_extension_numbers_of_type?: null; list_services?: null }|{ message_request?: "all_extension_numbers_of_type"; file_by_filename?: null; file_containing_symbol?: null; file_containing_extension?: null; all_extension_numbers_of_type: string; list_services?: null }|{ message_request?: "list_services"; file_by_filename?: null; file_containing_symbol?: null; file_containing_extension?: null; all_extension_numbers_of_type?: null; list_services: string })
                );
            }

            /**
             * Properties of an ExtensionRequest.
             * @deprecated Use grpc.reflection.v1.ExtensionRequest.$Properties instead.
             */
            interface IExtensionRequest extends grpc.reflection.v1.ExtensionRequest.$Properties {
            }

            /** Represents an ExtensionRequest. */
            class ExtensionRequest {

                /**
                 * Constructs a new ExtensionRequest.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: grpc.reflection.v1.ExtensionRequest.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ExtensionRequest containing_type. */
                containing_type: string;

                /** ExtensionRequest extension_number. */
                extension_number: number;

                /**
                 * Creates a new ExtensionRequest instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ExtensionRequest instance
                 */
                static create(properties: grpc.reflection.v1.ExtensionRequest.$Shape): grpc.reflection.v1.ExtensionRequest & grpc.reflection.v1.ExtensionRequest.$Shape;
                static create(properties?: grpc.reflection.v1.ExtensionRequest.$Properties): grpc.reflection.v1.ExtensionRequest;

                /**
                 * Encodes the specified ExtensionRequest message. Does not implicitly {@link grpc.reflection.v1.ExtensionRequest.verify|verify} messages.
                 * @param message ExtensionRequest message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: grpc.reflection.v1.ExtensionRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ExtensionRequest message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {grpc.reflection.v1.ExtensionRequest & grpc.reflection.v1.ExtensionRequest.$Shape} ExtensionRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): grpc.reflection.v1.ExtensionRequest & grpc.reflection.v1.ExtensionRequest.$Shape;
            }

            namespace ExtensionRequest {

                /** Properties of an ExtensionRequest. */
                interface $Properties {

                    /** ExtensionRequest containing_type */
                    containing_type?: (string|null);

                    /** ExtensionRequest extension_number */
                    extension_number?: (number|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an ExtensionRequest. */
                type $Shape = grpc.reflection.v1.ExtensionRequest.$Properties;
            }

            /**
             * Properties of a ServerReflectionResponse.
             * @deprecated Use grpc.reflection.v1.ServerReflectionResponse.$Properties instead.
             */
            interface IServerReflectionResponse extends grpc.reflection.v1.ServerReflectionResponse.$Properties {
            }

            /** Represents a ServerReflectionResponse. */
            class ServerReflectionResponse {

                /**
                 * Constructs a new ServerReflectionResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: grpc.reflection.v1.ServerReflectionResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ServerReflectionResponse valid_host. */
                valid_host: string;

                /** ServerReflectionResponse original_request. */
                original_request?: (grpc.reflection.v1.ServerReflectionRequest.$Properties|null);

                /** ServerReflectionResponse file_descriptor_response. */
                file_descriptor_response?: (grpc.reflection.v1.FileDescriptorResponse.$Properties|null);

                /** ServerReflectionResponse all_extension_numbers_response. */
                all_extension_numbers_response?: (grpc.reflection.v1.ExtensionNumberResponse.$Properties|null);

                /** ServerReflectionResponse list_services_response. */
                list_services_response?: (grpc.reflection.v1.ListServiceResponse.$Properties|null);

                /** ServerReflectionResponse error_response. */
                error_response?: (grpc.reflection.v1.ErrorResponse.$Properties|null);

                /** ServerReflectionResponse message_response. */
                message_response?: ("file_descriptor_response"|"all_extension_numbers_response"|"list_services_response"|"error_response");

                /**
                 * Creates a new ServerReflectionResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ServerReflectionResponse instance
                 */
                static create(properties: grpc.reflection.v1.ServerReflectionResponse.$Shape): grpc.reflection.v1.ServerReflectionResponse & grpc.reflection.v1.ServerReflectionResponse.$Shape;
                static create(properties?: grpc.reflection.v1.ServerReflectionResponse.$Properties): grpc.reflection.v1.ServerReflectionResponse;

                /**
                 * Encodes the specified ServerReflectionResponse message. Does not implicitly {@link grpc.reflection.v1.ServerReflectionResponse.verify|verify} messages.
                 * @param message ServerReflectionResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: grpc.reflection.v1.ServerReflectionResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ServerReflectionResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {grpc.reflection.v1.ServerReflectionResponse & grpc.reflection.v1.ServerReflectionResponse.$Shape} ServerReflectionResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): grpc.reflection.v1.ServerReflectionResponse & grpc.reflection.v1.ServerReflectionResponse.$Shape;
            }

            namespace ServerReflectionResponse {

                /** Properties of a ServerReflectionResponse. */
                interface $Properties {

                    /** ServerReflectionResponse valid_host */
                    valid_host?: (string|null);

                    /** ServerReflectionResponse original_request */
                    original_request?: (grpc.reflection.v1.ServerReflectionRequest.$Properties|null);

                    /** ServerReflectionResponse file_descriptor_response */
                    file_descriptor_response?: (grpc.reflection.v1.FileDescriptorResponse.$Properties|null);

                    /** ServerReflectionResponse all_extension_numbers_response */
                    all_extension_numbers_response?: (grpc.reflection.v1.ExtensionNumberResponse.$Properties|null);

                    /** ServerReflectionResponse list_services_response */
                    list_services_response?: (grpc.reflection.v1.ListServiceResponse.$Properties|null);

                    /** ServerReflectionResponse error_response */
                    error_response?: (grpc.reflection.v1.ErrorResponse.$Properties|null);

                    /** ServerReflectionResponse message_response */
                    message_response?: ("file_descriptor_response"|"all_extension_numbers_response"|"list_services_response"|"error_response");

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Narrowed shape of a ServerReflectionResponse. */
                type $Shape = {
                  valid_host?: string|null;
                  original_request?: grpc.reflection.v1.ServerReflectionRequest.$Shape|null;
                  file_descriptor_response?: grpc.reflection.v1.FileDescriptorResponse.$Shape|null;
                  all_extension_numbers_response?: grpc.reflection.v1.ExtensionNumberResponse.$Shape|null;
                  list_services_response?: grpc.reflection.v1.ListServiceResponse.$Shape|null;
                  error_response?: grpc.reflection.v1.ErrorResponse.$Shape|null;
                  $unknowns?: Uint8Array[];
                } & (
                  ({ message_response?: undefined; file_descriptor_response?: null; all_extension_numbers_response?: null; list_services_response?: null; error_response?: null }|{ message_response?: "file_descriptor_response"; file_descriptor_response: grpc.reflection.v1.FileDescriptorResponse.$Shape; all_extension_numbers_response?: null; list_services_response?: null; error_response?: null }|{ message_response?: "all_extension_numbers_response"; file_descriptor_response?: null; all_extension_numbers_response: grpc.reflection.v1.ExtensionNumberResponse.$Shape; list_services_response?: null; error_response?: null }|{ message_response?: "list_services_response"; file_descriptor_response?: null; all_extension_numbers_response?: null; list_services_response: grpc.reflection.v1.ListServiceResponse.$Shape; error_response?: null }|{ message_response?: "error_response"; file_descriptor_response?: null; all_extension_numbers_response?: null; list_services_response?: null; error_response: grpc.reflection.v1.ErrorResponse.$Shape })
                );
            }

            /**
             * Properties of a FileDescriptorResponse.
             * @deprecated Use grpc.reflection.v1.FileDescriptorResponse.$Properties instead.
             */
            interface IFileDescriptorResponse extends grpc.reflection.v1.FileDescriptorResponse.$Properties {
            }

            /** Represents a FileDescriptorResponse. */
            class FileDescriptorResponse {

                /**
                 * Constructs a new FileDescriptorResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: grpc.reflection.v1.FileDescriptorResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** FileDescriptorResponse file_descriptor_proto. */
                file_descriptor_proto: Uint8Array[];

                /**
                 * Creates a new FileDescriptorResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns FileDescriptorResponse instance
                 */
                static create(properties: grpc.reflection.v1.FileDescriptorResponse.$Shape): grpc.reflection.v1.FileDescriptorResponse & grpc.reflection.v1.FileDescriptorResponse.$Shape;
                static create(properties?: grpc.reflection.v1.FileDescriptorResponse.$Properties): grpc.reflection.v1.FileDescriptorResponse;

                /**
                 * Encodes the specified FileDescriptorResponse message. Does not implicitly {@link grpc.reflection.v1.FileDescriptorResponse.verify|verify} messages.
                 * @param message FileDescriptorResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: grpc.reflection.v1.FileDescriptorResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a FileDescriptorResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {grpc.reflection.v1.FileDescriptorResponse & grpc.reflection.v1.FileDescriptorResponse.$Shape} FileDescriptorResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): grpc.reflection.v1.FileDescriptorResponse & grpc.reflection.v1.FileDescriptorResponse.$Shape;
            }

            namespace FileDescriptorResponse {

                /** Properties of a FileDescriptorResponse. */
                interface $Properties {

                    /** FileDescriptorResponse file_descriptor_proto */
                    file_descriptor_proto?: (Uint8Array[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a FileDescriptorResponse. */
                type $Shape = grpc.reflection.v1.FileDescriptorResponse.$Properties;
            }

            /**
             * Properties of an ExtensionNumberResponse.
             * @deprecated Use grpc.reflection.v1.ExtensionNumberResponse.$Properties instead.
             */
            interface IExtensionNumberResponse extends grpc.reflection.v1.ExtensionNumberResponse.$Properties {
            }

            /** Represents an ExtensionNumberResponse. */
            class ExtensionNumberResponse {

                /**
                 * Constructs a new ExtensionNumberResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: grpc.reflection.v1.ExtensionNumberResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ExtensionNumberResponse base_type_name. */
                base_type_name: string;

                /** ExtensionNumberResponse extension_number. */
                extension_number: number[];

                /**
                 * Creates a new ExtensionNumberResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ExtensionNumberResponse instance
                 */
                static create(properties: grpc.reflection.v1.ExtensionNumberResponse.$Shape): grpc.reflection.v1.ExtensionNumberResponse & grpc.reflection.v1.ExtensionNumberResponse.$Shape;
                static create(properties?: grpc.reflection.v1.ExtensionNumberResponse.$Properties): grpc.reflection.v1.ExtensionNumberResponse;

                /**
                 * Encodes the specified ExtensionNumberResponse message. Does not implicitly {@link grpc.reflection.v1.ExtensionNumberResponse.verify|verify} messages.
                 * @param message ExtensionNumberResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: grpc.reflection.v1.ExtensionNumberResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ExtensionNumberResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {grpc.reflection.v1.ExtensionNumberResponse & grpc.reflection.v1.ExtensionNumberResponse.$Shape} ExtensionNumberResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): grpc.reflection.v1.ExtensionNumberResponse & grpc.reflection.v1.ExtensionNumberResponse.$Shape;
            }

            namespace ExtensionNumberResponse {

                /** Properties of an ExtensionNumberResponse. */
                interface $Properties {

                    /** ExtensionNumberResponse base_type_name */
                    base_type_name?: (string|null);

                    /** ExtensionNumberResponse extension_number */
                    extension_number?: (number[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an ExtensionNumberResponse. */
                type $Shape = grpc.reflection.v1.ExtensionNumberResponse.$Properties;
            }

            /**
             * Properties of a ListServiceResponse.
             * @deprecated Use grpc.reflection.v1.ListServiceResponse.$Properties instead.
             */
            interface IListServiceResponse extends grpc.reflection.v1.ListServiceResponse.$Properties {
            }

            /** Represents a ListServiceResponse. */
            class ListServiceResponse {

                /**
                 * Constructs a new ListServiceResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: grpc.reflection.v1.ListServiceResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ListServiceResponse service. */
                service: grpc.reflection.v1.ServiceResponse.$Properties[];

                /**
                 * Creates a new ListServiceResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ListServiceResponse instance
                 */
                static create(properties: grpc.reflection.v1.ListServiceResponse.$Shape): grpc.reflection.v1.ListServiceResponse & grpc.reflection.v1.ListServiceResponse.$Shape;
                static create(properties?: grpc.reflection.v1.ListServiceResponse.$Properties): grpc.reflection.v1.ListServiceResponse;

                /**
                 * Encodes the specified ListServiceResponse message. Does not implicitly {@link grpc.reflection.v1.ListServiceResponse.verify|verify} messages.
                 * @param message ListServiceResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: grpc.reflection.v1.ListServiceResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ListServiceResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {grpc.reflection.v1.ListServiceResponse & grpc.reflection.v1.ListServiceResponse.$Shape} ListServiceResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): grpc.reflection.v1.ListServiceResponse & grpc.reflection.v1.ListServiceResponse.$Shape;
            }

            namespace ListServiceResponse {

                /** Properties of a ListServiceResponse. */
                interface $Properties {

                    /** ListServiceResponse service */
                    service?: (grpc.reflection.v1.ServiceResponse.$Properties[]|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ListServiceResponse. */
                type $Shape = grpc.reflection.v1.ListServiceResponse.$Properties;
            }

            /**
             * Properties of a ServiceResponse.
             * @deprecated Use grpc.reflection.v1.ServiceResponse.$Properties instead.
             */
            interface IServiceResponse extends grpc.reflection.v1.ServiceResponse.$Properties {
            }

            /** Represents a ServiceResponse. */
            class ServiceResponse {

                /**
                 * Constructs a new ServiceResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: grpc.reflection.v1.ServiceResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ServiceResponse name. */
                name: string;

                /**
                 * Creates a new ServiceResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ServiceResponse instance
                 */
                static create(properties: grpc.reflection.v1.ServiceResponse.$Shape): grpc.reflection.v1.ServiceResponse & grpc.reflection.v1.ServiceResponse.$Shape;
                static create(properties?: grpc.reflection.v1.ServiceResponse.$Properties): grpc.reflection.v1.ServiceResponse;

                /**
                 * Encodes the specified ServiceResponse message. Does not implicitly {@link grpc.reflection.v1.ServiceResponse.verify|verify} messages.
                 * @param message ServiceResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: grpc.reflection.v1.ServiceResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a ServiceResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {grpc.reflection.v1.ServiceResponse & grpc.reflection.v1.ServiceResponse.$Shape} ServiceResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): grpc.reflection.v1.ServiceResponse & grpc.reflection.v1.ServiceResponse.$Shape;
            }

            namespace ServiceResponse {

                /** Properties of a ServiceResponse. */
                interface $Properties {

                    /** ServiceResponse name */
                    name?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a ServiceResponse. */
                type $Shape = grpc.reflection.v1.ServiceResponse.$Properties;
            }

            /**
             * Properties of an ErrorResponse.
             * @deprecated Use grpc.reflection.v1.ErrorResponse.$Properties instead.
             */
            interface IErrorResponse extends grpc.reflection.v1.ErrorResponse.$Properties {
            }

            /** Represents an ErrorResponse. */
            class ErrorResponse {

                /**
                 * Constructs a new ErrorResponse.
                 * @param [properties] Properties to set
                 */
                constructor(properties?: grpc.reflection.v1.ErrorResponse.$Properties);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** ErrorResponse error_code. */
                error_code: number;

                /** ErrorResponse error_message. */
                error_message: string;

                /**
                 * Creates a new ErrorResponse instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns ErrorResponse instance
                 */
                static create(properties: grpc.reflection.v1.ErrorResponse.$Shape): grpc.reflection.v1.ErrorResponse & grpc.reflection.v1.ErrorResponse.$Shape;
                static create(properties?: grpc.reflection.v1.ErrorResponse.$Properties): grpc.reflection.v1.ErrorResponse;

                /**
                 * Encodes the specified ErrorResponse message. Does not implicitly {@link grpc.reflection.v1.ErrorResponse.verify|verify} messages.
                 * @param message ErrorResponse message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: grpc.reflection.v1.ErrorResponse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes an ErrorResponse message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {grpc.reflection.v1.ErrorResponse & grpc.reflection.v1.ErrorResponse.$Shape} ErrorResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): grpc.reflection.v1.ErrorResponse & grpc.reflection.v1.ErrorResponse.$Shape;
            }

            namespace ErrorResponse {

                /** Properties of an ErrorResponse. */
                interface $Properties {

                    /** ErrorResponse error_code */
                    error_code?: (number|null);

                    /** ErrorResponse error_message */
                    error_message?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of an ErrorResponse. */
                type $Shape = grpc.reflection.v1.ErrorResponse.$Properties;
            }
        }
    }
}
