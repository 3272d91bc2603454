import { type FormEvent, useRef, useState } from 'react'
import { Refused } from '../../api/client.ts'
import { useSentence } from './sentence.ts'

/**
 * Sends a form and keeps what the server refused: the sentence goes to the field it is about
 * when the form has that field, else below the form. It is under way until `after` is done too.
 */
export function useForm<Output>(
  send: () => Promise<Output>,
  after: (output: Output) => void | Promise<void>,
) {
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const sentence = useSentence()
  const field = error instanceof Refused ? error.field : undefined
  const underWay = useRef(false)
  const submit = async () => {
    // Enter sends a form whatever its button shows; sent twice, it would found two communities.
    if (underWay.current) return
    underWay.current = true
    setBusy(true)
    setError(undefined)
    try {
      await after(await send())
    } catch (failure) {
      setError(failure)
    } finally {
      underWay.current = false
      setBusy(false)
    }
  }
  return {
    busy,
    /** What to say under the field of this name, if it is the one that does not hold. */
    errorOf: (name: string) => (error !== undefined && field === name ? sentence(error) : undefined),
    /** What to say below the form: what no field listed here is about. */
    errorBelow: (...shown: string[]) =>
      error !== undefined && (field === undefined || !shown.includes(field)) ? sentence(error) : undefined,
    failure: error,
    submit,
    onSubmit: (event: FormEvent) => {
      event.preventDefault()
      void submit()
    },
    forget: () => setError(undefined),
  }
}
