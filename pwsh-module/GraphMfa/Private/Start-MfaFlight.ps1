function Start-MfaFlight {
    # Sends the request that a job asks for, and waits for nothing: Step-MfaFlight replies. What is secret about it is never an
    # argument of a command, because Windows can be told to write those down.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [uint64] $Job,

        [Parameter(Mandatory)]
        [object] $Question,

        [Parameter(Mandatory)]
        [hashtable] $Entry,

        # What is under way for the job, by the number of the question.
        [Parameter(Mandatory)]
        [hashtable] $Flight
    )
    $native = $Entry.Native
    $wire = $Entry['Wire']
    $ask = [int64] $Question.ask
    $buffer = [System.IntPtr]::Zero
    $size = [System.UIntPtr]::Zero
    # Nobody may want it any more.
    if ($native::gmfa_job_payload($Job, [uint32] $ask, [ref] $buffer, [ref] $size) -ne 0) { return }
    $one = @{ Task = $null; Cancel = $null; Request = $null; Bytes = $null }
    try {
        try {
            $bytes = New-Object byte[] ([int] $size.ToUInt64())
            $one.Bytes = $bytes
            [System.Runtime.InteropServices.Marshal]::Copy($buffer, $bytes, 0, $bytes.Length)
        }
        finally { [void] $native::gmfa_buffer_free($buffer, $size) }

        $url = [string] $Question.url
        $uri = New-Object -TypeName System.Uri -ArgumentList $url
        # Windows PowerShell can take %2F for a slash, which would be another address.
        if ($uri.AbsolutePath.Split('/').Length -ne $url.Split('?')[0].Split('/').Length - 2) { throw 'this .NET would send it to another address' }
        $request = [System.Net.Http.HttpRequestMessage]::new([System.Net.Http.HttpMethod]::new([string] $Question.method), $uri)
        $one.Request = $request
        # .NET Framework would ask first, and wait for the answer.
        $request.Headers.ExpectContinue = $false
        $text = [System.Text.Encoding]::UTF8
        $type = $null
        $from = 0
        # Lines up to an empty one, each ended by CR LF.
        while (($to = [System.Array]::IndexOf($bytes, [byte] 13, $from)) -gt $from) {
            $colon = [System.Array]::IndexOf($bytes, [byte] 58, $from)
            $name = $text.GetString($bytes, $from, $colon - $from)
            if ($name -eq 'content-type') { $type = $text.GetString($bytes, $colon + 2, $to - $colon - 2) }
            else { [void] $request.Headers.TryAddWithoutValidation($name, $text.GetString($bytes, $colon + 2, $to - $colon - 2)) }
            $from = $to + 2
        }
        $from += 2
        if ($from -lt $bytes.Length) {
            $request.Content = [System.Net.Http.ByteArrayContent]::new($bytes, $from, $bytes.Length - $from)
            if ($null -ne $type) { [void] $request.Content.Headers.TryAddWithoutValidation('content-type', $type) }
        }
        elseif ($Question.method -ne 'GET') {
            # .NET sends what has no body again by itself when a connection is cut, and nobody would learn that a write went
            # out twice. With a body it does not, be it empty; .NET Framework does not on a connection of its own.
            if ($wire.Framework) { $request.Headers.ConnectionClose = $true }
            else { $request.Content = [System.Net.Http.ByteArrayContent]::new((New-Object byte[] 0)) }
        }
        if ($wire.Framework) {
            # What was used before in this process has kept the limit of then.
            $origin = '{0} {1}' -f $uri.Authority, $Question.direct
            if (-not $wire.Known.ContainsKey($origin)) {
                $proxy = $wire.Proxy
                if ($Question.direct) { $proxy = $null }
                $point = [System.Net.ServicePointManager]::FindServicePoint($uri, $proxy)
                if ($point.ConnectionLimit -lt 64) { $point.ConnectionLimit = 64 }
                $wire.Known[$origin] = $true
            }
        }
        $client = $wire.Usual
        if ($Question.direct) { $client = $wire.Direct }
        $one.Cancel = New-Object -TypeName System.Threading.CancellationTokenSource -ArgumentList ([int] [math]::Min([int64] $Question.timeoutMs, [int64] [int]::MaxValue))
        $one.Task = $client.SendAsync($request, $one.Cancel.Token)
        $Flight[$ask] = $one
    }
    catch {
        # It has not left: .NET refused to take it.
        $why = $_.Exception.GetBaseException().Message
        Send-MfaAnswer -Job $Job -Entry $Entry -Ask $ask -One $one -NotSent $why
    }
}
