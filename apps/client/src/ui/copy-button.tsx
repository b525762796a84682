import { useState } from 'react';
import { Button } from './button.tsx';

type CopyButtonProps = { text: string; label: string; copiedLabel: string };

/** Copies a text to the clipboard and says so in its own label. */
export function CopyButton({ text, label, copiedLabel }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return <Button onClick={() => void copy()}>{isCopied ? copiedLabel : label}</Button>;
}
