# The list, and what supervisors change in it
canned-title = <b>Replies at hand</b>
canned-none = There are no replies at hand yet. A supervisor adds one like this: <code>/replies add refund en Dear { "{" }name{ "}" }, the money is on its way.</code>
canned-line = <code>{ $reply }</code> · { $languages }
canned-used = used { $used ->
        [one] once
       *[other] { $used } times
    }, last { $at }
canned-never-used = not used yet
canned-line-file = with { $file }
canned-file = { $kind ->
    [photo] a photo
   *[document] the file { $name }
}
canned-line-then = then: { $steps }
canned-step-status = { $status ->
    [close] close the ticket
    [solve] solved
    [pending] wait for the customer
   *[on_hold] on hold
}
canned-step-priority = priority { $priority }
canned-step-tags-on = tag { $tags }
canned-step-tags-off = untag { $tags }
canned-usage =
    /r key – on a ticket: send the reply to the customer; /r alone lists them
    /replies show key – all its texts
    For supervisors and owners:
    <code>/replies add key en Text over one or more lines</code> – a new reply, or a further language of one (en, zh)
    <code>/replies set key en Text</code> – change a text
    <code>/replies remove key</code> or <code>/replies remove key en</code>
    <code>/replies then key solve +refund -waiting high</code> – what is done with the ticket after sending: <code>close</code>, <code>solve</code>, <code>pending</code> or <code>hold</code>, tags on and off, a priority; <code>nothing</code> ends that
    <code>/replies file key</code> below a photo or file, or as a reply to one – it goes along in every language; <code>/replies file key off</code> ends that
    These are filled in: { "{" }name{ "}" } (the customer), { "{" }ticket{ "}" } (its number), { "{" }company{ "}" }, { "{" }agent{ "}" } (who answers)
canned-text =
    <b>{ $language-name }</b>
    <blockquote>{ $words }</blockquote>
canned-kept = Kept: <code>{ $reply }</code> in { $language-name }. On a ticket, <code>/r { $reply }</code> sends it.
canned-file-kept = With <code>{ $reply }</code> goes { $file }, in every language.
canned-file-off = Nothing goes along with <code>{ $reply }</code> any more.
canned-file-how = Which one? Send the photo or file with <code>/replies file { $reply }</code> below it, or reply to it with this command. <code>/replies file { $reply } off</code> takes it off. Other kinds cannot go along.
canned-removed = The reply <code>{ $reply }</code> is gone.
canned-text-removed = The reply <code>{ $reply }</code> has no text in { $language-name } any more.
canned-follows = From now on <code>{ $reply }</code> is followed by: { $steps }.
canned-nothing-follows = From now on nothing follows <code>{ $reply }</code>: the ticket stays as it is.

# On a ticket
canned-choose = Which one? Nothing has been sent. Tap to look at it, or send <code>/r key</code>.
canned-nearest = There is no reply “{ $word }”. Did you mean one of these? Nothing has been sent.
canned-unknown = There is no reply “{ $word }”, nor one like it. Nothing has been sent. All of them: /replies
canned-offer = <code>/r { $reply }</code> – { $words }
canned-more = … and { $count } more: /replies
canned-preview =
    <code>{ $reply }</code> as { $name } would get it ({ $language-name }). It has not been sent.
    <blockquote>{ $words }</blockquote>
canned-preview-file = <code>{ $reply }</code> as { $name } would get it ({ $language-name }), above. It has not been sent.
canned-then = Then: { $steps }.
canned-steps-refused = The reply <code>{ $reply }</code> was sent, but not all that should follow could be done:
canned-button-send = Send to the customer
canned-sent-already = This was sent already.
canned-changed = The reply was changed meanwhile. Nothing was sent: please look at it again.
canned-sent = { $name } answered the customer:
canned-sent-by-key = { $name } answered the customer (<code>{ $reply }</code>):
canned-words = <blockquote>{ $words }</blockquote>
