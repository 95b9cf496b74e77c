/** A native modal dialog: the browser keeps focus in it, gives it back afterwards, and closes it by Escape. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

interface DialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** What is done, beside the button that closes it. */
  readonly actions?: ComponentChildren;
  readonly closes?: string;
  onClose(): void;
}

export function Dialog({ title, children, actions, closes = "Close", onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      <div class="dialog-content">{children}</div>
      <div class="dialog-actions">
        <button type="button" onClick={() => dialog.current?.close()}>
          {closes}
        </button>
        {actions}
      </div>
    </dialog>
  );
}
