/** The Subscriber service: subscriptions, and pulling from them. */
import type { handleBidiStreamingCall, handleUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import type { ReceivedMessage } from "./leases.ts";
import type { Registered, Registry } from "./registry.ts";
import { alreadyExists, millisecondsOf, notFound, type SubscriptionConfig, type Timestamp } from "./service.ts";

interface Named {
  readonly subscription: string;
}

interface Acknowledge extends Named {
  readonly ackIds: readonly string[];
}

interface ModifyAckDeadline extends Acknowledge {
  readonly ackDeadlineSeconds: number;
}

interface StreamingPull extends Named {
  readonly maxOutstandingMessages: number;
}

interface Received {
  readonly receivedMessages: readonly ReceivedMessage[];
}

const MAX_MESSAGES_AT_ONCE = 100;
const DEFAULT_MAX_OUTSTANDING = 1_000;

export function subscriber(registry: Registry): UntypedServiceImplementation {
  /** A call on a subscription that is there. */
  function on<Request extends Named, Reply>(
    work: (registered: Registered, request: Request) => Reply,
  ): handleUnaryCall<Request, Reply> {
    return ({ request }, done) => {
      const registered = registry.subscription(request.subscription);
      if (registered === undefined) done(notFound(request.subscription));
      else done(null, work(registered, request));
    };
  }

  const createSubscription: handleUnaryCall<SubscriptionConfig, SubscriptionConfig> = ({ request }, done) => {
    if (!registry.topic(request.topic)) done(notFound(request.topic));
    else if (registry.subscription(request.name)) done(alreadyExists(request.name));
    else done(null, registry.subscribe(request).subscription.config);
  };

  return {
    createSubscription,
    getSubscription: on(({ subscription }) => subscription.config),
    deleteSubscription: on((_, { subscription }) => {
      registry.unsubscribe(subscription);
      return {};
    }),
    modifyPushConfig: on<Named & Pick<SubscriptionConfig, "pushConfig">, object>(({ subscription }, { pushConfig }) => {
      subscription.modifyPush(pushConfig);
      return {};
    }),
    acknowledge: on<Acknowledge, object>(({ leases }, { ackIds }) => {
      leases.acknowledge(ackIds);
      return {};
    }),
    modifyAckDeadline: on<ModifyAckDeadline, object>(({ leases }, { ackIds, ackDeadlineSeconds }) => {
      leases.putOff(ackIds, ackDeadlineSeconds);
      return {};
    }),
    pull: on<Named & { readonly maxMessages: number }, Received>(({ leases }, { maxMessages }) => ({
      receivedMessages: leases.take(maxMessages, () => {}),
    })),
    seek: on<Named & { readonly time: Timestamp | null }, object>((_, { subscription, time }) => {
      registry.seek(subscription, millisecondsOf(time, 0));
      return {};
    }),
    streamingPull: streamingPull(registry),
  };
}

/** A stream holds so many messages at most, and is given more as it is done with them. */
function streamingPull(registry: Registry): handleBidiStreamingCall<StreamingPull, Received> {
  return (call) => {
    let isOpen = false;
    let held = 0;
    let close = () => {};

    function start({ subscription: name, maxOutstandingMessages }: StreamingPull): void {
      const registered = registry.subscription(name);
      if (registered === undefined) {
        call.emit("error", notFound(name));
        return;
      }
      isOpen = true;
      const { leases, subscription } = registered;
      const credit = maxOutstandingMessages || DEFAULT_MAX_OUTSTANDING;
      const go = () => {
        while (isOpen && held < credit) {
          const receivedMessages = leases.take(Math.min(MAX_MESSAGES_AT_ONCE, credit - held), () => {
            held--;
            setImmediate(go);
          });
          if (receivedMessages.length === 0) return;
          held += receivedMessages.length;
          call.write({ receivedMessages });
        }
      };
      const forget = subscription.onWaiting(go);
      close = () => {
        isOpen = false;
        forget();
      };
      go();
    }

    call.on("data", (request: StreamingPull) => {
      // The first request opens the stream; those that follow keep it open.
      if (!isOpen && request.subscription !== "") start(request);
    });
    call.on("cancelled", () => close());
    call.on("end", () => {
      close();
      call.end();
    });
  };
}
