"""What a browser asks of others while it visits pages, and what it complains of."""


class Visits:
    """Listens to a context of the browser. own: the address below which everything that is asked for should lie."""

    def __init__(self, context, own):
        self.own, self.asked, self.complaints = (own, "data:", "blob:"), [], []
        complain = self.complaints.append
        context.on("request", lambda request: self.ask(request.url))
        context.on("response", lambda answer: answer.status < 400 or complain(f"{answer.status} {answer.url}"))
        context.on("console", lambda message: message.type == "error" and complain(message.text))
        context.on("weberror", lambda error: complain(str(error.error)))

    def ask(self, url):
        if not url.startswith(self.own):
            self.asked.append(url)

    def assert_calm(self):
        assert not self.asked and not self.complaints, (self.asked, self.complaints)
