# 快捷回复列表及主管的修改
canned-title = <b>快捷回复</b>
canned-none = 还没有快捷回复。主管可以这样添加：<code>/replies add 退款 zh { "{" }name{ "}" }您好，退款已在处理中。</code>
canned-line = <code>{ $reply }</code> · { $languages }
canned-used = 已用 { $used } 次，最近一次 { $at }
canned-never-used = 尚未使用
canned-line-file = 附{ $file }
canned-file = { $kind ->
    [photo] 图片
   *[document] 文件{ $name }
}
canned-line-then = 发送后：{ $steps }
canned-step-status = { $status ->
    [close] 关闭工单
    [solve] 标为已解决
    [pending] 等待客户
   *[on_hold] 搁置
}
canned-step-priority = 优先级设为{ $priority }
canned-step-tags-on = 加标签 { $tags }
canned-step-tags-off = 去标签 { $tags }
canned-usage =
    /r 关键词 – 在工单中：把该回复发给客户；只发 /r 则列出全部
    /replies show 关键词 – 查看全部内容
    主管和所有者还可以：
    <code>/replies add 关键词 zh 一行或多行内容</code> – 新增回复，或为已有回复增加一种语言（en、zh）
    <code>/replies set 关键词 zh 内容</code> – 修改内容
    <code>/replies remove 关键词</code> 或 <code>/replies remove 关键词 zh</code> – 删除
    <code>/replies then 关键词 solve +退款 -待定 high</code> – 发送后对工单的操作：<code>close</code>（关闭）、<code>solve</code>（已解决）、<code>pending</code>（等待客户）或 <code>hold</code>（搁置），加、去标签，设优先级；<code>nothing</code> 则不做任何操作
    在图片或文件下方写 <code>/replies file 关键词</code>，或用它回复图片或文件 – 每种语言发送时都附上；<code>/replies file 关键词 off</code> 则不再附上
    以下内容会自动填入：{ "{" }name{ "}" }（客户姓名）、{ "{" }ticket{ "}" }（工单号）、{ "{" }company{ "}" }（公司）、{ "{" }agent{ "}" }（答复人）
canned-text =
    <b>{ $language-name }</b>
    <blockquote>{ $words }</blockquote>
canned-kept = 已保存：<code>{ $reply }</code>（{ $language-name }）。在工单中发送 <code>/r { $reply }</code> 即可使用。
canned-file-kept = 今后发送 <code>{ $reply }</code> 时（不论哪种语言）都会附上{ $file }。
canned-file-off = 今后发送 <code>{ $reply }</code> 时不再附图片或文件。
canned-file-how = 附上哪一个？请发送图片或文件，并在下方写 <code>/replies file { $reply }</code>，或用该命令回复图片或文件。<code>/replies file { $reply } off</code> 则不再附上。其他类型无法附上。
canned-removed = 快捷回复 <code>{ $reply }</code> 已删除。
canned-text-removed = 快捷回复 <code>{ $reply }</code> 的{ $language-name }内容已删除。
canned-follows = 今后发送 <code>{ $reply }</code> 之后：{ $steps }。
canned-nothing-follows = 今后发送 <code>{ $reply }</code> 之后，工单保持不变。

# 在工单中
canned-choose = 要用哪一条？尚未发送任何内容。点按可先查看，或发送 <code>/r 关键词</code>。
canned-nearest = 没有快捷回复“{ $word }”。是不是下面的某一条？尚未发送任何内容。
canned-unknown = 没有快捷回复“{ $word }”，也没有相近的。尚未发送任何内容。全部列表：/replies
canned-offer = <code>/r { $reply }</code> – { $words }
canned-more = …… 另有 { $count } 条：/replies
canned-preview =
    { $name }将收到的 <code>{ $reply }</code>（{ $language-name }），尚未发送：
    <blockquote>{ $words }</blockquote>
canned-preview-file = 以上是{ $name }将收到的 <code>{ $reply }</code>（{ $language-name }），尚未发送。
canned-then = 发送后：{ $steps }。
canned-steps-refused = 快捷回复 <code>{ $reply }</code> 已发送，但后续操作未能全部完成：
canned-button-send = 发送给客户
canned-sent-already = 这条已经发送过了。
canned-changed = 这条快捷回复刚被修改，没有发送，请重新查看。
canned-sent = { $name }答复了客户：
canned-sent-by-key = { $name }答复了客户（<code>{ $reply }</code>）：
canned-words = <blockquote>{ $words }</blockquote>
