package workbench;

final class PageService extends LocalService {
    private PageService(Backend b) { super(b); }
}
