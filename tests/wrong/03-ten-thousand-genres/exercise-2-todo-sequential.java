List<String> limited(List<String> hosts, int perHost, IntFunction<String> job)
        throws Exception {
    var answers = new ArrayList<String>();
    for (int i = 0; i < hosts.size(); i++)
        answers.add(job.apply(i));
    return answers;
}
