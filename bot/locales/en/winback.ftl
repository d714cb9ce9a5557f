winback-loyal = Hello { $name }, you are one of our regulars, and we miss you at { $company }. Is there anything that you are looking for, or that we should do better? Just write here, and we pass it on to a colleague.
winback-slipping = Hello { $name }, it has been longer than usual since your last visit to { $company }. If something was not right, please tell us here; we should like to put it right.
winback-occasional = Hello { $name }, we have not seen you at { $company } for a while. If we can help you find something, just write here.
winback-ticket =
    <b>A valuable customer has fallen silent</b>
    { $name } has bought { $orders } times, usually once in { $interval } days, and has not been heard of for { $silence } days. Buys like: { $segment }. The customer was told nothing: please write to them in person, here.
